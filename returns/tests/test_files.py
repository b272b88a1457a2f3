"""Photos in S3 instead of a folder: settings, no code."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.test import Client
from moto import mock_aws

from kilicare.testing import child
from returns.models import Evidence
from returns.tests.world import NOON, World

BUCKET = "kilicare-evidence"
SHOW = "from kilicare import settings as s; print(s.STORAGES['default'])"


def default_files(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Where the settings, read anew, keep files."""
    env = child.environment(PYTHONPATH=str(settings.BASE_DIR), VAR_DIR=str(folder), **environment)
    return subprocess.run([sys.executable, "-c", SHOW], env=env, capture_output=True, text=True, check=True)


@pytest.mark.once
def test_a_bucket_in_the_environment_takes_the_files(tmp_path: Path) -> None:
    assert "FileSystemStorage" in default_files(tmp_path).stdout

    shown = default_files(tmp_path, S3_BUCKET=BUCKET, S3_ENDPOINT_URL="https://s3.example").stdout

    assert "S3Storage" in shown
    assert f"'bucket_name': '{BUCKET}', 'endpoint_url': 'https://s3.example'" in shown


@pytest.fixture
def bucket(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The default storage is a bucket of a private S3."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setitem(os.environ, name, "test")
    files = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": BUCKET, "region_name": "us-east-1", "default_acl": None},
    }
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket=BUCKET)
        settings.STORAGES = {**settings.STORAGES, "default": files}
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("bucket")
def test_a_photo_in_s3_is_kept_and_served_to_the_parties_alone(client: Client) -> None:
    world = World()
    ticket = world.apply(now=NOON + timedelta(hours=1))
    evidence = Evidence.objects.filter(ticket=ticket).first()

    assert storages["default"].exists(evidence.file.name)
    assert not (Path(settings.MEDIA_ROOT) / evidence.file.name).exists()
    client.force_login(world.people["customer"])
    answer = client.get(f"/evidence/{evidence.token}/")
    assert answer.getvalue()[:3] == b"\xff\xd8\xff"

    default_storage.delete(evidence.file.name)
    assert client.get(f"/evidence/{evidence.token}/").status_code == 404
