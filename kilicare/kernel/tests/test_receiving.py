"""A file that never ends takes no more of the disk than the largest that a form takes."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from kilicare.kernel import receiving


@pytest.mark.parametrize(("sent", "kept"), [(10, 10), (1000, 1000), (1001, 1000), (300_000, 1000)])
def test_no_more_than_the_most_is_kept_of_each_file(sent: int, kept: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES", 1000)
    handler = receiving.CappedUploadHandler()
    request = RequestFactory().post("/", {})
    handler.request = request
    for _each in range(2):
        handler.new_file("file", "a.jpg", "image/jpeg", sent)
        for start in range(0, sent, 64):
            handler.receive_data_chunk(bytes(min(64, sent - start)), start)
        file: Any = handler.file_complete(sent)
        assert file.size == len(file.read()) == kept
        assert Path(file.temporary_file_path()).stat().st_size == kept
        file.close()
