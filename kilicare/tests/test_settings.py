"""Each setting that can't be read is named in one line; production refuses what would be careless."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as portal

from kilicare.testing import child
from kilicare.tests.conftest import Start

pytestmark = [pytest.mark.slow]
STRONG = "k3y-" * 4 + "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH"
SITE = "https://kilicare.example"
SERVES = {
    "SECRET_KEY": STRONG,
    "SITE_URL": SITE,
    "EMAIL_URL": "smtp://mail.example",
    "SMS_URL": "africastalking://kilimall:key@sms.example",
}
PRODUCTION = SERVES | {"DEBUG": "0", "ALLOWED_HOSTS": "kilicare.example"}
SHOW = "from kilicare import settings as s; print({})"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", "maybe", "expected 1 or 0"),
        ("DEMO", "2", "expected 1 or 0"),
        ("PORT", "http", "expected a whole number from 1 to 65535"),
        ("PORT", "0", "expected a whole number from 1 to 65535"),
        ("DATABASE_URL", "hunter2", "expected sqlite:////path/to/file or postgres://user:password@host/name"),
        (
            "DATABASE_URL",
            "mysql://u:hunter2@h/n",
            "expected sqlite:////path/to/file or postgres://user:passw",
        ),
        (
            "DATABASE_URL",
            "postgres://u:hunter2@h:port/n",
            "expected sqlite:////path/to/file or postgres://user",
        ),
        ("REDIS_URL", "hunter2", "expected redis://host:port/number or redis+socket:///path"),
        ("EMAIL_URL", "pigeon://hunter2", "expected smtp+tls://user:password@host:587"),
        ("SMS_URL", "hunter2", "expected file: or africastalking://username:key@api.africastalking.com"),
        ("SMS_URL", "africastalking://u@h", "expected file: or africastalking://username:key@api.africas"),
        ("SMS_URL", "africastalking://u:hunter2@h:x", "expected file: or africastalking://username:key@"),
        ("TICK_SECONDS", "0", "expected a whole number from 1 to 300"),
        ("TRUSTED_PROXY_HOPS", "-1", "expected a whole number from 0 to 9"),
        ("LOG_LEVEL", "LOUD", "expected one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ],
)
def test_an_unreadable_setting_is_named_in_one_line(
    start: Start, tmp_path: Path, name: str, value: str, expected: str
) -> None:
    result = start("import kilicare.settings", tmp_path, **{name: value})

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"kilicare: {name} can't be read: {expected}")
    assert result.stderr.count("\n") == 1
    assert "hunter2" not in result.stderr


def test_a_folder_that_cannot_be_made_is_named_too(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = start("import kilicare.settings", tmp_path / "file" / "var")

    assert result.returncode == 1
    assert result.stderr == f"kilicare: VAR_DIR can't be used: {tmp_path}/file/var: Not a directory\n"


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing or weak: production needs 50 random characters"),
        ({"SECRET_KEY": STRONG[:49]}, "SECRET_KEY is missing or weak: production needs 50 random characters"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is missing or weak: production needs 50 random characters"),
        (
            {"SECRET_KEY": f"django-insecure-{STRONG}"},
            "SECRET_KEY is missing or weak: production needs 50 random characters",
        ),
        (
            {"ALLOWED_HOSTS": "a.example,*"},
            "ALLOWED_HOSTS answers to any name: production needs its own ones",
        ),
        (
            {"SITE_URL": ""},
            "SITE_URL is missing or not https: the links in production's messages lead there",
        ),
        (
            {"SITE_URL": "http://kilicare.example"},
            "SITE_URL is missing or not https: the links in production's messages lead there",
        ),
        ({"EMAIL_URL": ""}, "EMAIL_URL is missing: production must say what sends mail"),
        ({"SMS_URL": ""}, "SMS_URL is missing: production must say what sends SMS"),
        ({"FAILPOINT": "after-lock"}, "FAILPOINT ends processes on purpose: production has none"),
        ({"DEMO": "1"}, "DEMO signs anybody in: it needs DEBUG=1 and never runs in production"),
        ({"DEBUG": "1"}, "ALLOWED_HOSTS opens a machine with DEBUG to others: set DEBUG=0 and a SECRET_KEY"),
    ],
)
def test_production_refuses_to_start_carelessly(
    start: Start, tmp_path: Path, environment: dict[str, str], problem: str
) -> None:
    result = start("import kilicare.settings", tmp_path, **(PRODUCTION | environment))

    assert (result.returncode, result.stdout, result.stderr) == (1, "", f"kilicare: {problem}\n")


@pytest.mark.parametrize(
    ("environment", "debug", "demo", "production"),
    [
        ({}, True, False, False),
        ({"DEMO": "1"}, False, True, False),
        ({"DEMO": "1", "DEBUG": "1", "SECRET_KEY": "any"}, False, True, False),
        (SERVES, False, False, True),
        (PRODUCTION, False, False, True),
    ],
)
def test_a_machine_without_a_key_develops_and_one_with_a_key_serves(
    start: Start, tmp_path: Path, environment: dict[str, str], debug: bool, demo: bool, production: bool
) -> None:
    result = start(
        SHOW.format("s.DEBUG, s.DEMO, s.PRODUCTION, s.SESSION_COOKIE_SECURE"), tmp_path, **environment
    )

    assert result.stdout == f"{debug} {demo} {production} {production}\n"


def test_a_machine_keeps_the_key_it_drew(start: Start, tmp_path: Path) -> None:
    keys = {start(SHOW.format("s.SECRET_KEY"), tmp_path).stdout for _ in range(2)}

    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_database_behind_a_socket_can_be_named(start: Start, tmp_path: Path) -> None:
    url = "postgres://u@/db?host=/run/pg"

    result = start(SHOW.format("s.DATABASES['default']"), tmp_path, DATABASE_URL=url)

    assert "'host': '/run/pg'" in result.stdout
    assert "'connect_timeout': 5" in result.stdout


def test_mail_can_be_sent_by_a_server(start: Start, tmp_path: Path) -> None:
    shown = SHOW.format("s.EMAIL_BACKEND, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_HOST_PASSWORD")

    result = start(shown, tmp_path, EMAIL_URL="smtp+tls://me:pass@mail.example")

    assert result.stdout == "django.core.mail.backends.smtp.EmailBackend mail.example 587 True pass\n"


def test_sms_can_be_sent_by_a_gateway(start: Start, tmp_path: Path) -> None:
    url = "africastalking://kili:p%40ss@api.example?from=KILIMALL"

    result = start(SHOW.format("[*s.SMS.values()]"), tmp_path, SMS_URL=url)

    where = "https://api.example/version1/messaging"
    assert result.stdout == f"['africastalking', '{where}', 'kili', 'p@ss', 'KILIMALL']\n"


def test_a_gateway_that_this_machine_plays_is_asked_without_a_certificate(
    start: Start, tmp_path: Path
) -> None:
    result = start(SHOW.format("s.SMS['url']"), tmp_path, SMS_URL="africastalking://u:k@127.0.0.1:8001")

    assert result.stdout == "http://127.0.0.1:8001/version1/messaging\n"


def test_a_server_that_is_refused_does_not_try_for_ever(tmp_path: Path) -> None:
    env = child.environment(PYTHONPATH=str(portal.BASE_DIR), VAR_DIR=str(tmp_path), PORT="http")
    command = [sys.executable, "-c", "import kilicare.wsgi"]

    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "kilicare: PORT can't be read: expected a whole number from 1 to 65535\n"
