"""A folder of files that mean no good, each made on the spot; and large photos that mean none ill."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

import returns.gateways.images  # noqa: F401 - it teaches Pillow to write HEIC

SCRIPT = b"<script>alert(document.cookie)</script>"
PLACE = {1: "S", 2: (1.0, 17.0, 11.0), 3: "E", 4: (36.0, 49.0, 2.0)}
"""GPS of Nairobi, as a phone notes it down."""


def image(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of a kind."""
    file = BytesIO()
    Image.new(mode, size, "green" if mode == "RGB" else 7).save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, rows: int, *more: bytes) -> bytes:
    """A PNG that says it is of this size and holds so many black rows of it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (rows * (width * 3 + 1)), 9)
    parts = (chunk(b"IHDR", head), *more, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def exif(**groups: Any) -> bytes:
    """Notes of a camera, with a place in them."""
    notes = Image.Exif()
    notes[0x010E] = SCRIPT.decode()
    notes[0x8825] = PLACE
    return notes.tobytes()


def zip_bomb() -> bytes:
    """A little archive of much nothing."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", b"\0" * 20_000_000)
    return file.getvalue()


def commented() -> bytes:
    """A JPEG whose comment is a script."""
    return image("JPEG", comment=SCRIPT)


REFUSED: dict[str, bytes] = {
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
    "html": b"<!DOCTYPE html><html>" + SCRIPT + b"</html>",
    "html that begins like a jpeg": b"\xff\xd8\xff\xe0" + SCRIPT,
    "gif and script": b"GIF89a/*" + SCRIPT + b"*/=1;",
    "pixel flood": png(50_000, 50_000, 1),
    "30,000 pixels long": png(30_000, 1_000, 1),
    "jpeg that says it is huge": image("JPEG").replace(struct.pack(">HH", 48, 64), b"\xff\xff\xff\xff", 1),
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
    "tiff": image("TIFF"),
    "bmp": image("BMP"),
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "ffconcat named mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "hls named mp4": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n",
    "mp4": struct.pack(">I", 24) + b"ftypisom\0\0\0\0isommp41" + b"\0" * 64,
    "zip bomb": zip_bomb(),
    "empty": b"",
    "truncated jpeg": image("JPEG")[:120],
    "truncated png": image("PNG")[:50],
    "truncated heic": image("HEIF")[:200],
    "noise": bytes((number * 131 + 7) % 251 for number in range(4096)),
}
"""What is refused, each with words."""

HARMLESS: dict[str, bytes] = {
    "jpeg comment": commented(),
    "gps and script in exif": image("JPEG", exif=exif()),
    "gps in heic": image("HEIF", exif=exif()),
    "text in png": png(8, 8, 8, chunk(b"tEXt", b"Comment\0" + SCRIPT)),
    "page behind a jpeg": image("JPEG") + b"<html>" + SCRIPT + b"</html>",
    "archive behind a jpeg": image("JPEG") + zip_bomb(),
    "script behind a png": image("PNG") + b"<?php system($_GET['c']); ?>" + SCRIPT,
    "apng": image(
        "PNG", save_all=True, append_images=[Image.new("RGB", (64, 48), "red") for _frame in range(40)]
    ),
    "cmyk": image("JPEG", mode="CMYK"),
    "few colours": image("PNG", mode="P"),
    "sixteen bits": image("PNG", mode="I;16"),
}
"""What is taken, of which nothing but the pixels is left."""


def large() -> dict[str, bytes]:
    """The largest photos that are taken, in the modes that take most memory."""
    side = 4_990
    turned = Image.Exif()
    turned[0x0112] = 6
    return {
        "jpeg": image("JPEG", (side, side), exif=turned.tobytes()),
        "progressive jpeg": image("JPEG", (side, side), progressive=True),
        "png": image("PNG", (side, side), exif=turned.tobytes()),
        "png with alpha": image("PNG", (4_470, 4_470), "RGBA"),
        "few colours": image("PNG", (side, side), "P"),
        "webp": image("WEBP", (3_460, 3_460), exif=turned.tobytes()),
        "heic": image("HEIF", (4_000, 3_000), exif=turned.tobytes()),
    }
