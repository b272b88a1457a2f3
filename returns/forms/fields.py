"""Fields that several forms share: photos, and the helper that lays a form out."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.money import DIGITS
from returns.gateways.images import BadPhotoError, Photo, read_photo
from returns.gateways.videos import BadVideoError, RawVideo, container_of, read_video
from returns.policy.evidence import MOST_PHOTOS, PHOTO_TYPES, VIDEO_TYPES

UPLOADING = {
    "data-sending": _("is being sent..."),
    "data-kept": _("is kept"),
    "data-waits": _("waits for the network..."),
    "data-failed": _("could not be sent."),
    "data-again": _("Try again"),
    "data-out": _("Take out"),
    "data-many": _("At most 6 files, please."),
}
"""What the script says of a file, in the reader's language."""


class PhotosInput(forms.ClearableFileInput):
    """One control that takes several files, beside those that the script has uploaded one by one."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """The files, and the tokens of the uploads."""
        tokens = data.getlist(f"{name}_uploaded") if hasattr(data, "getlist") else []
        return [*(super().value_from_datadict(data, files, name) or []), *tokens]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control; uploads stay with it when the form is shown again."""
        box = super().render(name, None, attrs, renderer)
        tokens = [_token(one) for one in value or () if isinstance(one, str)]
        if not any(tokens):
            return box
        kept = format_html_join(
            "",
            '<li><img src="{}" alt="{}"><input type="hidden" name="{}_uploaded" value="{}"></li>',
            ((_thumbnail(token), _("Uploaded file"), name, token) for token in tokens if token),
        )
        return format_html('{}<ul class="uploads">{}</ul>', box, kept)


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _thumbnail(token: UUID) -> str:
    return reverse("returns:thumbnail", args=[token])


class PhotosField(forms.FileField):
    """Some photos and videos. Cleans to a list of `Photo`, `RawVideo`, and of tokens of uploads."""

    widget = PhotosInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", optional(_("Photos"), required=bool(kwargs.get("required"))))
        kwargs.setdefault(
            "help_text",
            _(
                "JPEG, PNG, WebP or HEIC up to 10 MB; a video (MP4, MOV, WebM) up to 60 seconds and 30 MB. "
                "At most 6 files."
            ),
        )
        super().__init__(required=kwargs.pop("required", False), **kwargs)
        self.widget.attrs |= {
            "accept": ",".join((*PHOTO_TYPES, *VIDEO_TYPES)),
            "data-upload": reverse_lazy("returns:upload"),
            **UPLOADING,
        }

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the control shows again: uploads, never files."""
        return data or initial

    def clean(self, data: Any, initial: Any = None) -> list[Photo | RawVideo | UUID]:
        """Each file, read. Raises ValidationError with the words of the one that can't be taken."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError(_("Please add a photo."))
        if len(given) > MOST_PHOTOS:  # before the work of decoding them
            raise forms.ValidationError(_("At most 6 photos, please."))
        tokens = {token for one in given if isinstance(one, str) and (token := _token(one))}
        return [*tokens, *(read_file(one) for one in given if not isinstance(one, str))]


def read_file(file: Any) -> Photo | RawVideo:
    """A photo, encoded anew, or a video, told by its first bytes. Raises ValidationError."""
    is_video = bool(container_of(file.read(32)))
    file.seek(0)
    try:
        return read_video(file, file.name) if is_video else read_photo(file, file.name)
    except (BadPhotoError, BadVideoError) as bad:
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
