"""Hostile files: each is refused, or made harmless; and no photo takes much memory."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from returns.gateways.images import BadPhotoError, read_photo
from returns.models import Evidence
from returns.policy.evidence import VIDEO_BYTES
from returns.tests.films import box, film, hostile
from returns.tests.hostile import HARMLESS, REFUSED, SCRIPT, image, large
from returns.tests.views.doors import House, at, enter
from returns.tests.views.reading import upload
from returns.tests.views.refusing import answer_pages, apply_address, apply_answers
from returns.tests.world import NOON, World

MOST_MEMORY = 300 * 1024
"""Kilobytes of a worker that has read all of it, with Django and Pillow in it."""
CHILD = """
import sys
from pathlib import Path
import django
django.setup()
def taken(paths, read, refusal):
    for path in paths:
        with path.open("rb") as file:
            try:
                read(file)
            except refusal:
                continue
        yield path
{work}
done = len(list(taken(sorted(Path(sys.argv[1]).iterdir()), read, refusal)))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(peak.split()[1], done)
"""
PHOTOS = """
from returns.gateways.images import BadPhotoError as refusal, read_photo
def read(file):
    photo = read_photo(file, file.name)
    assert max(photo.width, photo.height) <= 2048
"""
FILMS = """
import returns.tasks
from returns.gateways.packing import packed
from returns.gateways.videos import BadVideoError as refusal
def read(file):
    with packed(file) as fresh:
        assert fresh.seconds <= 61
"""


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_with_words(name: str) -> None:
    with pytest.raises(BadPhotoError) as refused:
        read_photo(BytesIO(REFUSED[name]), f"{name}.jpg")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", HARMLESS)
def test_of_a_photo_nothing_but_its_pixels_is_kept(name: str) -> None:
    photo = read_photo(BytesIO(HARMLESS[name]), f"{name}.jpg")
    assert photo.data.startswith(b"\xff\xd8\xff")
    assert photo.data.endswith(b"\xff\xd9")
    for word in (SCRIPT, b"<script", b"<?php", b"<html", b"PK\x03\x04", b"GPS", b"Exif", b"acTL"):
        assert word not in photo.data
    with Image.open(BytesIO(photo.data)) as kept:
        assert (kept.format, kept.mode, getattr(kept, "n_frames", 1)) == ("JPEG", "RGB", 1)
        assert not kept.getexif()
        assert "comment" not in kept.info


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "../../etc/passwd"),
        ("a\x00\r\nSet-Cookie: b=c.jpg", "aSet-Cookie: b=c.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("n" * 300 + ".jpg", "n" * 116 + ".jpg"),
        ("", ""),
    ],
)
def test_a_name_is_text_of_120_signs_and_never_a_path(name: str, kept: str) -> None:
    assert read_photo(BytesIO(image("JPEG")), name).original_name == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.jpg", "n" * 300 + ".jpg", "a\r\nb.html", "x.php.jpg"]
)
def test_what_is_stored_is_called_by_a_random_name_of_ours(name: str, settings: Any) -> None:
    house = House(World())
    browser = enter(house.users["customer"])
    with at(NOON):
        files = [upload(name, image("JPEG")), upload(name, HARMLESS["gps in heic"])]
        answer_pages(browser, apply_address(house.world), apply_answers() | {"photos": files})
    for evidence in Evidence.objects.all():
        assert Path(evidence.file.name).name == f"{evidence.token}.jpg"
        assert Path(evidence.file.path).resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve())
        assert len(evidence.original_name) <= 120
    assert Evidence.objects.count() == 2


def peak_of(work: str, files: list[bytes], folder: Path) -> tuple[int, int]:
    """Kilobytes that a worker takes that reads these files one after the other, and how many it took."""
    for number, content in enumerate(files):
        (folder / f"{number:02}.jpg").write_bytes(content)
    env = {"DJANGO_SETTINGS_MODULE": "kilicare.settings", "PATH": "/usr/bin"}
    command = [sys.executable, "-c", CHILD.format(work=work), str(folder)]
    child = subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True, timeout=50
    )
    peak, done = map(int, child.stdout.split())
    return peak, done


@pytest.mark.slow
@pytest.mark.once
def test_a_worker_that_reads_all_photos_stays_small(tmp_path: Path) -> None:
    files = {**REFUSED, **HARMLESS, **large()}
    peak, done = peak_of(PHOTOS, list(files.values()), tmp_path)
    assert done == len(files) - len(REFUSED)
    assert peak < MOST_MEMORY


@pytest.mark.slow
@pytest.mark.once
def test_a_worker_that_packs_all_films_stays_small(tmp_path: Path) -> None:
    good = [film(sound="aac"), film("webm", "libvpx"), film() + box(b"free", bytes(VIDEO_BYTES - 10_000))]
    peak, done = peak_of(FILMS, [*REFUSED.values(), *hostile().values(), *good], tmp_path)
    assert done >= len(good)
    assert peak < MOST_MEMORY
