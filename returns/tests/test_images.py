"""Photos as they come from the world: what is taken, and what is refused with which words."""

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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
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


def test_a_photo_is_turned_upright_and_made_smaller() -> None:
    lying = Image.Exif()
    lying[0x0112] = 6
    photo = read_photo(encoded("JPEG", (4000, 1000), exif=lying.tobytes()), "p.jpg")

    assert (photo.width, photo.height) == (512, 2048)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b""), "empty"),
        (BytesIO(b"ffconcat version 1.0\nfile /etc/passwd\n"), "JPEG, PNG or WebP"),
        (BytesIO(b"\xff" * (PHOTO_BYTES + 1)), "10 MB"),
        (encoded("GIF"), "JPEG, PNG or WebP"),
        (BytesIO(encoded("PNG").getvalue()[:60]), "can't be read"),
        (encoded("PNG", (MOST_PIXELS // 1000 + 1, 1000)), "pixels"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(file: BytesIO, words: str) -> None:
    with pytest.raises(BadPhotoError, match=words):
        read_photo(file, "p.jpg")
