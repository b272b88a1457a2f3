"""Photos as people send them, made safe: decoded, turned upright, encoded anew without metadata.

Facts behind it (reliability: Files): `verify()` passes polyglots, a plain re-save keeps comments,
a small PNG can take 400 MB. So only four decoders run, bombs are errors, a large photo is made smaller
before it is copied or turned, and what is stored is a fresh image from the pixels.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from returns.policy.evidence import PHOTO_BYTES

register_heif_opener()
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOST_PIXELS = 25_000_000
MOST_PIXELS_OF = {"WEBP": 12_000_000, "RGBA": 20_000_000}
"""A decoder that holds several copies at once takes as much memory for fewer pixels; so does a mode."""
LONGEST_SIDE = 2048
QUALITY = 82
SMALL_SIDE, SMALL_QUALITY = 320, 70
FILM = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 24">'
    b'<rect width="32" height="24" fill="#17211d"/><path d="M12 6v12l10-6z" fill="#fff"/></svg>'
)
"""What stands for a video in a list: none is ever decoded."""


COPIED = frozenset({"1", "P", "PA", "LA", "RGBA"})
TOO_LARGE = _("This photo has too many pixels. Send a smaller one.")


class BadPhotoError(ValueError):
    """A file that is no photo we can take; the text says why."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo from its pixels alone: JPEG bytes, their SHA-256, width and height in pixels."""

    data: bytes
    sha256: str
    width: int
    height: int
    original_name: str


def read_photo(file: BinaryIO, name: str) -> Photo:
    """Decode a JPEG, PNG, WebP or HEIC of at most 10 MB and 25 million pixels; encode it anew.

    Raises BadPhotoError, with a text for people.
    """
    raw = file.read(PHOTO_BYTES + 1)
    if len(raw) > PHOTO_BYTES:
        raise BadPhotoError(_("This photo is over 10 MB. Please send a smaller one."))
    if not raw:
        raise BadPhotoError(_("This file is empty."))
    pixels = _decode(raw)
    encoded = BytesIO()
    pixels.save(encoded, "JPEG", quality=QUALITY, optimize=True)
    data = encoded.getvalue()
    shown = "".join(sign for sign in name if sign.isprintable())[-120:]
    return Photo(data, hashlib.sha256(data).hexdigest(), *pixels.size, shown)


def thumbnail_of(photo: bytes) -> bytes:
    """A photo of ours at most 320 pixels long, as JPEG."""
    with Image.open(BytesIO(photo), formats=("JPEG",)) as image:
        image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        image.thumbnail((SMALL_SIDE, SMALL_SIDE))
        small = BytesIO()
        image.save(small, "JPEG", quality=SMALL_QUALITY, optimize=True)
    return small.getvalue()


def _decode(raw: bytes) -> Image.Image:
    """The first frame, upright, in plain RGB, at most 2,048 pixels long."""
    try:
        upright = _upright(raw)
    except BadPhotoError:
        raise
    except UnidentifiedImageError as unknown:
        raise BadPhotoError(_("Please send a JPEG, PNG, WebP or HEIC photo.")) from unknown
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise BadPhotoError(TOO_LARGE) from bomb
    except Exception as broken:  # spoilt bytes end in whatever their decoder did not foresee
        raise BadPhotoError(_("This photo can't be read. Please take it again.")) from broken
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    return fresh


def _upright(raw: bytes) -> Image.Image:
    """The first frame as it is to be looked at. Raises whatever a decoder says of hostile bytes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            most = (MOST_PIXELS_OF.get(of or "", MOST_PIXELS) for of in (image.format, image.mode))
            if image.width * image.height > min(most):
                raise BadPhotoError(TOO_LARGE)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            # Few colours by number, and colours with transparency, can't be made smaller without a copy
            # that is larger than this one; all else is made smaller before anything copies it.
            pixels: Image.Image = image
            if image.mode in COPIED:
                pixels = image.convert("RGB")
                image.close()  # or both are held while the copy is made smaller
            pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return ImageOps.exif_transpose(pixels).convert("RGB")
