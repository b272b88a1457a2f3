"""One file, sent before the form that it belongs to."""

from uuid import uuid4

from django import forms

from returns.forms.fields import read_file
from returns.gateways.images import Photo
from returns.gateways.videos import RawVideo


class EvidenceField(forms.FileField):
    """A photo or a video."""

    def clean(self, data: object, initial: object = None) -> Photo | RawVideo:
        """The file, read. Raises ValidationError with the words of what is wrong with it."""
        return read_file(super().clean(data, initial))


class UploadForm(forms.Form):
    """`token` is made up by the page: sent again after a line that dropped, it names the same file."""

    token = forms.UUIDField(required=False)
    file = EvidenceField(allow_empty_file=True)

    def clean_token(self) -> object:
        """The page's, or one of ours."""
        return self.cleaned_data["token"] or uuid4()
