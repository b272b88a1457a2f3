"""`manage.py demo` as a person meets it: it serves, it stops, and it survives what came before."""

import http.client
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kilicare.processes.group import leftovers, wait_until
from kilicare.testing import child
from kilicare.testing.listening import told
from returns.management.mpesa.access import access_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
RUNS = re.compile(r"KiliCare runs at http://127\.0\.0\.1:(\d+)/")
AT_ONCE = {"DEMO": "1", "DEBUG": "1"}
"""Spares it to start again as what it is; where it must, a test takes them back."""

NAMES = {"broker", "mpesa", "sms", "web", "worker", "beat"}
Demo = subprocess.Popen[bytes]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder for the demo, and nothing of it running afterwards."""
    yield tmp_path
    for pid in leftovers(tmp_path):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def start(place: Path) -> Iterator[Callable[..., Demo]]:
    """Starts the demo in that folder; what it says goes to a file there."""
    demos: list[Demo] = []

    def start(said: str = "said", **environment: str) -> Demo:
        own = {"VAR_DIR": str(place), "PORT": child.free_port()}
        env = child.environment(**(own | AT_ONCE | environment))
        with (place / said).open("w") as output:
            command = child.manage("demo", "--bare")
            demo = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=output, stderr=output)
        demos.append(demo)
        return demo

    yield start
    for demo in demos:
        demo.terminate()
        demo.wait(30)


def said(place: Path, name: str = "said") -> str:
    return (place / name).read_text()


def port_served(place: Path, demo: Demo) -> int:
    assert wait_until(lambda: bool(RUNS.search(said(place))) or demo.poll() is not None, 90), said(place)
    found = RUNS.search(said(place))
    assert found, said(place)
    return int(found[1])


def status(port: int, path: str) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request("GET", path)
    answer = link.getresponse()
    answer.read()
    link.close()
    return answer.status


def test_it_serves_until_it_is_told_to_stop_and_leaves_nothing_behind(
    migrated: Path, place: Path, start
) -> None:
    number = child.free_port()
    demo = start(PORT=number, DEMO="", DEBUG="")
    port = port_served(place, demo)

    assert str(port) == number
    assert (status(port, "/livez"), status(port, "/readyz")) == (200, 200)
    assert {log.stem for log in (place / "log").iterdir()} == NAMES
    assert (place / "run" / "broker.sock").is_socket()

    second = start(said="second")
    assert second.wait(30) == 1
    assert said(place, "second") == f"CommandError: the demo runs already, at http://127.0.0.1:{port}/\n"

    demo.send_signal(signal.SIGINT)

    assert demo.wait(30) == 0
    assert said(place).endswith("KiliCare has stopped.\n")
    kept = access_in(place / "mpesa")
    own = [kept.key, kept.secret, kept.password, (place / "secret_key").read_text().strip()]
    lines = [line for log in (place / "log").iterdir() for line in log.read_text().splitlines()]
    assert len(lines) > len(NAMES)
    assert told(lines, own) == []
    assert leftovers(place) == []
    assert not (place / "run").exists()


def test_a_spoilt_database_a_killed_run_and_a_fallen_child_are_no_trouble(place: Path, start) -> None:
    (place / "kilicare.sqlite3").write_text("not a database, by no means" * 100)
    killed = start()
    port_served(place, killed)
    kept = list(place.glob("kilicare.sqlite3.2*"))
    assert [file.read_text()[:14] for file in kept] == ["not a database"]
    killed.kill()
    killed.wait()

    demo = start()
    port_served(place, demo)
    beat = next(pid for pid in leftovers(place) if b"\0beat\0" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(beat, signal.SIGKILL)

    assert demo.wait(30) == 1
    assert "CommandError: beat ended by itself, so all of it does." in said(place)
    assert leftovers(place) == []


def test_a_port_that_was_asked_for_and_is_busy_is_named_in_one_line(place: Path, start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]

        demo = start(PORT=str(number))

        assert demo.wait(30) == 1
    assert said(place).startswith(f"CommandError: PORT {number} is in use")
    assert said(place).count("\n") == 1


def test_production_has_no_demo(place: Path, start) -> None:
    demo = start(
        DEMO="",
        SECRET_KEY="0123456789" * 6,
        DEBUG="0",
        SITE_URL="https://kilicare.example",
        EMAIL_URL="smtp://mail.example",
        SMS_URL="file:",
    )

    assert demo.wait(30) == 1
    assert (
        said(place)
        == "CommandError: the demo signs anybody in: it needs DEBUG=1 and never runs in production\n"
    )
