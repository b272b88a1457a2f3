"""Videos: told by their first bytes, packed anew without metadata, and refused where they are none."""

import struct
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random

import av
import pytest

from returns.enums import RefusedFile
from returns.gateways.packing import packed
from returns.gateways.videos import BadVideoError, container_of, read_video
from returns.policy.evidence import VIDEO_BYTES
from returns.tests.films import HEAD, PLACE, SCRIPT, film, hostile
from returns.tests.hostile import image

GOOD = {
    "mp4": ("mp4", "libx264", "aac", "mp4"),
    "mov": ("mov", "libx264", "", "mp4"),
    "webm": ("webm", "libvpx", "libopus", "webm"),
    "old phone": ("mp4", "mpeg4", "", "mp4"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_film_is_packed_anew_without_place_or_words(name: str) -> None:
    container, codec, sound, kept = GOOD[name]
    raw = film(container, codec, place=PLACE, sound=sound)
    with packed(BytesIO(raw)) as fresh:
        data = fresh.path.read_bytes()
        assert (fresh.container, fresh.width, fresh.height, fresh.seconds) == (kept, 64, 48, 2)
    assert not fresh.path.exists()
    for word in (PLACE.encode(), b"036.82", SCRIPT.encode(), b"\xa9xyz", b"loci"):
        assert word not in data
    with av.open(BytesIO(data), format=kept) as film_kept:
        assert not {"location", "title", "comment"} & {name.lower() for name in film_kept.metadata}
        assert len(film_kept.streams.audio) == bool(sound)


def test_a_phone_s_place_was_there_before() -> None:
    assert b"036.82" in film("mov", "libx264", place=PLACE)


def test_a_track_that_no_browser_plays_is_left_out() -> None:
    with packed(BytesIO(film("mov", "libx264", sound="pcm_s16le"))) as fresh:
        assert fresh.seconds == 2


@pytest.mark.parametrize("name", hostile())
def test_what_only_begins_like_a_film_is_refused_or_made_harmless(name: str) -> None:
    content = hostile()[name]
    assert container_of(content[:32])
    kept = b""
    with suppress(BadVideoError), packed(BytesIO(content)) as fresh:
        kept = fresh.path.read_bytes()
    assert b"root:" not in kept
    assert SCRIPT.encode() not in kept
    if name in {"truncated", "head alone", "over a minute", "matroska of another kind"}:
        assert kept == b""


def test_the_words_say_what_is_wrong() -> None:
    for content, why in (
        (film(seconds=62, rate=1), RefusedFile.TOO_LONG),
        (film("matroska", "mpeg4"), RefusedFile.UNPLAYABLE),
        (b"no film at all", RefusedFile.UNREADABLE),
    ):
        with pytest.raises(BadVideoError) as bad, packed(BytesIO(content)):
            pass
        assert bad.value.why is why


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (HEAD, "mp4"),
        (b"\0\0\0\x14ftypqt  ", "mp4"),
        (b"\x1a\x45\xdf\xa3\x01", "webm"),
        (b"\0\0\0\x18ftypheic", ""),
        (image("JPEG")[:32], ""),
        (b"ffconcat version 1.0", ""),
        (b"#EXTM3U", ""),
        (b"", ""),
    ],
)
def test_it_is_told_by_its_first_bytes(head: bytes, container: str) -> None:
    assert container_of(head) == container


def test_over_30_mb_is_refused_while_it_is_read() -> None:
    with pytest.raises(BadVideoError, match="30 MB"):
        read_video(BytesIO(HEAD + bytes(VIDEO_BYTES)), "long.mp4")
    raw = read_video(BytesIO(HEAD), "../a\x00b.mp4")
    assert (raw.size, raw.original_name, raw.file.tell()) == (len(HEAD), "../ab.mp4", 0)


def test_a_neighbour_s_file_is_never_opened(tmp_path: Path) -> None:
    """The control comes first: left to itself, FFmpeg plays the neighbour of a text that is called a film."""
    (tmp_path / "neighbour.mp4").write_bytes(film())
    trap = tmp_path / "film.mp4"
    trap.write_bytes(b"ffconcat version 1.0\nfile neighbour.mp4\n")
    with av.open(str(trap)) as opened:
        assert opened.streams.video[0].width == 64
    with trap.open("rb") as file, pytest.raises(BadVideoError), packed(file):
        pass
    with trap.open("rb") as file, pytest.raises(av.error.InvalidDataError):
        av.open(file, format="mp4")


def matrix_of(content: bytes) -> int:
    """Where an MP4 keeps how its first track is turned."""
    return content.index(b"tkhd") + 4 + 4 + 20 + 16


def test_a_film_that_a_phone_took_upright_stays_upright() -> None:
    content, turned = (
        bytearray(film()),
        struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 48 << 16, 0, 1 << 30),
    )
    place = matrix_of(bytes(content))
    assert content[place : place + 36] != turned
    content[place : place + 36] = turned
    with packed(BytesIO(bytes(content))) as fresh:
        kept = fresh.path.read_bytes()
    assert kept[matrix_of(kept) :][:36] == turned


def test_a_title_in_another_encoding_is_no_fault_of_the_film() -> None:
    content = film("mov", place=PLACE).replace(SCRIPT.encode(), b"\xff" * len(SCRIPT))
    with packed(BytesIO(content)) as fresh:
        assert fresh.seconds == 2
        assert b"\xff" * len(SCRIPT) not in fresh.path.read_bytes()


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_bytes_end_in_a_film_or_in_words(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret: the same bytes each time
    good = [film(sound="aac"), film("webm", "libvpx", sound="libopus"), film("mov")]
    for _each in range(60):
        content = bytearray(chance.choice(good))
        for _place in range(chance.choice((1, 3, 10, 40))):
            content[chance.randrange(12, len(content))] = chance.choice((0, 255, chance.randrange(256)))
        with suppress(BadVideoError), packed(BytesIO(bytes(content))) as fresh:
            assert fresh.seconds <= 61
