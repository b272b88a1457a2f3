"""Photos as they come from the world: what is taken, and what is refused with which words."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from returns.gateways.images import MOST_PIXELS, BadPhotoError, read_photo
from returns.policy.evidence import PHOTO_BYTES


def encoded(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> BytesIO:
    """An image file of a kind."""
    file = BytesIO()
    Image.new("RGB", size, "green").save(file, kind, **options)
    file.seek(0)
    return file


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_encoded_anew_without_what_it_carried(kind: str) -> None:
    place = Image.Exif()
    place[0x010E] = "<script>"
    photo = read_photo(encoded(kind, exif=place.tobytes()), "../../my\x00photo.jpg")

    with Image.open(BytesIO(photo.data)) as stored:
        assert stored.format == "JPEG"
        assert not stored.getexif()
    assert b"<script>" not in photo.data
    assert (photo.width, photo.height) == (60, 40)
    assert "\x00" not in photo.original_name


def claiming(width: int, height: int) -> BytesIO:
    """A few bytes that claim to be a PNG of this size."""
    size = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + size + struct.pack(">I", zlib.crc32(size))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + bytes(4))


def with_spoilt_notes() -> BytesIO:
    """A photo that lies on its side and claims a word for its width: it can't be noted down again."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "Canon"
    file = encoded("WEBP", exif=notes.tobytes()).getvalue()
    assert file.count(b"\x01\x0f") == 1
    return BytesIO(file.replace(b"\x01\x0f", b"\x01\x00"))


def test_a_photo_is_turned_upright_and_made_smaller() -> None:
    lying = Image.Exif()
    lying[0x0112] = 6
    photo = read_photo(encoded("JPEG", (4000, 1000), exif=lying.tobytes()), "p.jpg")

    assert (photo.width, photo.height) == (512, 2048)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b""), "empty"),
        (BytesIO(b"ffconcat version 1.0\nfile /etc/passwd\n"), "JPEG, PNG, WebP or HEIC"),
        (BytesIO(b"\xff" * (PHOTO_BYTES + 1)), "10 MB"),
        (encoded("GIF"), "JPEG, PNG, WebP or HEIC"),
        (BytesIO(encoded("PNG").getvalue()[:60]), "can't be read"),
        (encoded("PNG", (MOST_PIXELS // 1000 + 1, 1000)), "pixels"),
        (claiming(10_000, 10_000), "pixels"),
        (claiming(20_000, 20_000), "pixels"),
        (with_spoilt_notes(), "can't be read"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(file: BytesIO, words: str) -> None:
    with pytest.raises(BadPhotoError, match=words):
        read_photo(file, "p.jpg")
