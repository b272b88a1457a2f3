"""Videos made on the spot: as phones take them, and some that mean no good."""

import struct
from functools import cache
from io import BytesIO
from typing import Any

import av

PLACE = "-01.2921+036.8219/"
"""Nairobi, as a phone notes it down in a video."""
SCRIPT = "<script>alert(1)</script>"


@cache
def film(
    container: str = "mp4",
    codec: str = "libx264",
    *,
    seconds: int = 2,
    rate: int = 5,
    place: str = "",
    sound: str = "",
) -> bytes:
    """A grey film."""
    file = BytesIO()
    with av.open(file, "w", format=container) as out:
        picture: Any = out.add_stream(codec, rate=rate)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        noise: Any = out.add_stream(sound, rate=48_000) if sound else None
        if place:
            out.metadata.update({"location": place, "title": SCRIPT, "comment": SCRIPT})
        for number in range(seconds * rate):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number % 256]) * plane.buffer_size)
            frame.pts = number
            out.mux(picture.encode(frame))
        out.mux(picture.encode())
        if noise is not None:
            silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            silence.sample_rate, silence.pts = 48_000, 0
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            out.mux(noise.encode(silence))
            out.mux(noise.encode())
    return file.getvalue()


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


HEAD = box(b"ftyp", b"isom\0\0\0\0isommp41")


def hostile() -> dict[str, bytes]:
    """Files that begin like a video and are none that anybody should see."""
    good = film()
    return {
        "head alone": HEAD,
        "head and nothing": HEAD + b"\0" * 4096,
        "ffconcat behind a head": HEAD + b"\nffconcat version 1.0\nfile /etc/passwd\n",
        "hls behind a head": HEAD + b"\n#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n",
        "html behind a head": HEAD + SCRIPT.encode(),
        "truncated": good[: len(good) // 2],
        "a box that says it is huge": HEAD + struct.pack(">I", 0x7FFFFFFF) + b"moov" + b"\0" * 64,
        "boxes without end": HEAD + box(b"moov", *[box(b"trak", box(b"mdia")) for _each in range(2000)]),
        "another file's frames": good.replace(b"url \0\0\0\x01", b"url \0\0\0\0"),
        "ebml and nothing": b"\x1a\x45\xdf\xa3" + b"\0" * 512,
        "ebml and noise": b"\x1a\x45\xdf\xa3" + bytes((number * 131 + 7) % 251 for number in range(4096)),
        "matroska of another kind": film("matroska", "mpeg4"),
        "over a minute": film(seconds=62, rate=1),
    }
