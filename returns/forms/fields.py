"""Fields that several forms share: photos, and the helper that lays a form out."""

import re
from collections.abc import Sequence
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.money import DIGITS
from returns.gateways.images import BadPhotoError, Photo, read_photo
from returns.policy.evidence import MOST_PHOTOS, PHOTO_TYPES


class PhotosInput(forms.ClearableFileInput):
    """One control that takes several files."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Some photos, read and encoded anew; cleans to a list of `Photo`."""

    widget = PhotosInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", optional(_("Photos"), required=bool(kwargs.get("required"))))
        kwargs.setdefault("help_text", _("JPEG, PNG, WebP or HEIC, at most 10 MB each, at most 6."))
        super().__init__(required=kwargs.pop("required", False), **kwargs)
        self.widget.attrs |= {"accept": ",".join(PHOTO_TYPES), "data-preview": True}

    def clean(self, data: Any, initial: Any = None) -> list[Photo]:
        """Each file's photo. Raises ValidationError with the words of the one that is no photo."""
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(_("Please add a photo."))
        if len(files) > MOST_PHOTOS:  # before the work of decoding them
            raise forms.ValidationError(_("At most 6 photos, please."))
        try:
            return [read_photo(file, file.name) for file in files]
        except BadPhotoError as bad:
            raise forms.ValidationError(str(bad)) from bad


class SuggestingInput(forms.TextInput):
    """A text that is typed, or picked from what is known."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box, and the list beside it."""
        if not self.suggestions:
            return super().render(name, value, attrs, renderer)
        listed = f"{(attrs or {}).get('id', name)}_list"
        box = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', box, listed, options)


def words(label: StrOrPromise, *, required: bool = True) -> forms.CharField:
    """A text that people will read, at most 2,000 characters."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=optional(label, required=required), required=required, max_length=2000, widget=area
    )


def optional(label: StrOrPromise, *, required: bool = False) -> StrOrPromise:
    """A label that says so where nothing need be answered."""
    return label if required else format_lazy("{} {}", label, _("(optional)"))


THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


class AmountField(forms.DecimalField):
    """An amount as people type it: `1,500`, `KES 1500` and `1500.00` are the same."""

    def to_python(self, value: Any) -> Any:
        """The number alone, without its currency and the commas between thousands: `12,5` is no 125."""
        text = str(value or "").upper().strip()
        for currency in DIGITS:
            text = text.removeprefix(currency).removesuffix(currency).strip()
        return super().to_python(text.replace(",", "") if THOUSANDS.fullmatch(text) else text)


def amount_field(label: StrOrPromise, *, required: bool = False) -> AmountField:
    """An amount of money in the ticket's currency."""
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return AmountField(
        label=optional(label, required=required),
        required=required,
        max_digits=12,
        decimal_places=2,
        widget=box,
    )


def door_field(label: StrOrPromise, *, required: bool = False) -> forms.CharField:
    """The way to somebody's door, for a rider; shops never read it."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=_("Street, house or landmark, floor. Only Kilimall and its riders see it."),
    )


def radios(label: StrOrPromise, choices: Sequence[tuple[str, StrOrPromise]]) -> forms.ChoiceField:
    """One of a few, all in sight."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def name_what_is_missing(form: forms.Form) -> None:
    """Let each field say for itself that it was left out: a summary of many "required" names none."""
    for field in form.fields.values():
        if field.required and field.label:
            field.error_messages["required"] = format_lazy("{} {}", field.label, _("This needs an answer."))


def helper(*content: Any, button: StrOrPromise, css_class: str = "btn-primary") -> FormHelper:
    """A POST form: its content, one button, and the summary of errors on top."""
    made = FormHelper()
    made.attrs = {"novalidate": "novalidate"}
    made.layout = Layout(*content, StrictButton(button, type="submit", css_class=css_class))
    return made


def laid(form: forms.Form, name: str, **attributes: str) -> Any:
    """A field in its place; radios and boxes as rows that a thumb can hit."""
    few = isinstance(form.fields[name].widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return Div(name, css_class="choices" if few else "", **attributes)
