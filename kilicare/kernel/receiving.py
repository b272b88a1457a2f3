"""Files are counted while they stream in: none fills a disk before anybody has looked at it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_BYTES = 32 * 1024 * 1024
"""More than the largest file that any form takes: what is longer is refused there, with words."""


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Writes the first 32 MB of a file and drops the rest; whoever reads it finds it too long."""

    written = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count anew for each file of a request."""
        self.written = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what still fits."""
        kept = raw_data[: MOST_BYTES - self.written]
        self.written += len(kept)
        super().receive_data_chunk(kept, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Say how much was kept, not how much came."""
        return super().file_complete(min(file_size, MOST_BYTES))
