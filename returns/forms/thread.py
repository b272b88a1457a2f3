"""What is asked of who writes on a ticket."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.enums import Party, Role
from returns.forms.fields import PhotosField, helper, laid, name_what_is_missing, radios, words

NOTE = "note"


class MessageForm(forms.Form):
    """A message to the other sides; the desk says each time whether it is for them or for itself."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    readers = radios(
        _("Who shall read it?"),
        [("all", _("The customer and the seller")), (NOTE, _("Only the desk: an internal note"))],
    )
    text = words(_("Your message"))
    photos = PhotosField()
    is_begun = False
    """Whether it opens with a text that is ready."""

    def __init__(self, role: Role, address: str, *args: Any, latest: int = 0, **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_message_%s"
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4
        self.fields["seen"].initial = latest or None
        if role.party is not Party.KILIMALL:
            del self.fields["readers"]
        self.fields["text"].help_text = _(
            "Phone numbers, addresses and links are hidden. What is written here can be proved later."
        )
        name_what_is_missing(self)
        self.helper = helper(*(laid(self, name) for name in self.fields), button=_("Send"))
        self.helper.form_action = address

    def message(self) -> dict[str, Any]:
        """As `write` takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        is_internal = given.pop("readers", "") == NOTE
        return {**given, "is_internal": is_internal}
