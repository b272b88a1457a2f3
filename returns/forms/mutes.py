"""Which messages somebody wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.enums import Channel, Topic
from returns.forms.fields import helper, laid


class MessagesForm(forms.Form):
    """Each topic that may be left out, through each channel."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, channels: tuple[Channel, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (f"{topic}:{channel}", f"{topic.label} ({channel.label})")
            for topic in Topic
            for channel in channels
        ]
        field = self.fields["wanted"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        self.helper = helper(laid(self, "wanted"), button=_("Save"))

    def pairs(self) -> list[tuple[str, str]]:
        """What is wanted, as topic and channel."""
        return [(topic, channel) for topic, _colon, channel in (one.partition(":") for one in self.chosen)]

    @property
    def chosen(self) -> list[str]:
        """The boxes that were ticked."""
        chosen: list[str] = self.cleaned_data["wanted"]
        return chosen
