"""Videos made safe: packed anew without metadata, never decoded.

Facts behind it (reliability: Files): a text that names other files, called `.mp4`, makes FFmpeg open them.
So the container is told by its first bytes and forced on the one demuxer, which reads from an open file and
not from a path; of the tracks the first picture and the first sound go into a fresh container, and nothing
else: no place, no name, no subtitle, no track of a sensor.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import IO, Any, Final

import av

from returns.enums import RefusedFile
from returns.gateways.videos import BadVideoError, container_of
from returns.policy.evidence import VIDEO_SECONDS

PICTURES: Final = {"mp4": {"h264", "hevc", "av1", "vp9", "mpeg4"}, "webm": {"vp8", "vp9", "av1"}}
SOUNDS: Final = {"mp4": {"aac", "mp3", "opus"}, "webm": {"opus", "vorbis"}}
"""What browsers play, by container. A sound of another kind is left out; a picture of another is refused."""
MOST_TRACKS = 16
MOST_PACKETS = 40_000
BUDGET = 45.0
"""Seconds that one file may take."""
GRACE = 1
"""Seconds over the limit that nobody counts."""


@dataclass(frozen=True, slots=True)
class PackedVideo:
    """A video in its fresh container (`mp4`, `webm`): its file, width and height in pixels, whole seconds."""

    path: Path
    container: str
    width: int
    height: int
    seconds: int


@contextmanager
def packed(source: IO[bytes]) -> Iterator[PackedVideo]:
    """The video in a fresh container, in a folder of its own that goes with the block.

    Raises BadVideoError, with a text for people.
    """
    container = container_of(source.read(32))
    source.seek(0)
    if not container:
        raise BadVideoError(RefusedFile.UNREADABLE)
    with TemporaryDirectory(prefix="video-") as folder:
        target = Path(folder) / f"video.{container}"
        try:
            width, height, seconds = _repack(source, container, target)
        except (av.error.FFmpegError, OverflowError) as broken:  # spoilt bytes, and times beyond any number
            raise BadVideoError(RefusedFile.UNREADABLE) from broken
        yield PackedVideo(target, container, width, height, seconds)


def _repack(source: IO[bytes], container: str, target: Path) -> tuple[int, int, int]:
    options = {"movflags": "+faststart"} if container == "mp4" else {}
    with (
        # Titles in other encodings are no fault of the film: they go anyway.
        av.open(source, format=container, metadata_errors="replace") as given,
        av.open(str(target), "w", format=container, options=options) as fresh,
    ):
        tracks = _tracks(given, container)
        ways = {track.index: fresh.add_stream_from_template(track) for track in tracks}
        length = _copy(given, fresh, tracks, ways)
        picture = tracks[0].codec_context
        return picture.width, picture.height, round(length)


def _tracks(given: Any, container: str) -> list[Any]:
    """The first picture, and the first sound that browsers play."""
    if len(given.streams) > MOST_TRACKS or not given.streams.video:
        raise BadVideoError(RefusedFile.UNREADABLE)
    picture = given.streams.video[0]
    if picture.codec_context is None or picture.codec_context.name not in PICTURES[container]:
        raise BadVideoError(RefusedFile.UNPLAYABLE)
    sounds = (track for track in given.streams.audio if track.codec_context is not None)
    playable = [track for track in sounds if track.codec_context.name in SOUNDS[container]]
    return [picture, *playable[:1]]


def _copy(given: Any, fresh: Any, tracks: list[Any], ways: dict[int, Any]) -> float:
    """Copy packet by packet; the seconds that they last, whatever the header says."""
    end, length, packets = monotonic() + BUDGET, 0.0, 0
    for packet in given.demux(tracks):
        if packet.dts is None:
            continue
        packets += 1
        if packets > MOST_PACKETS or monotonic() > end:
            raise BadVideoError(RefusedFile.TOO_LONG)
        begin = packet.pts if packet.pts is not None else packet.dts
        length = max(length, float((begin + (packet.duration or 0)) * packet.time_base))
        if length > VIDEO_SECONDS + GRACE:
            raise BadVideoError(RefusedFile.TOO_LONG)
        packet.stream = ways[packet.stream.index]
        fresh.mux(packet)
    if not packets:
        raise BadVideoError(RefusedFile.UNREADABLE)
    return length
