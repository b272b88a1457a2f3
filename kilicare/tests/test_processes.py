"""The demo's process group: it ends with its owner, and a new owner ends what a killed one left."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kilicare.processes import broker, port
from kilicare.processes.claim import HeldError, claim
from kilicare.processes.group import MARK, Group, leftovers, wait_until

pytestmark = [pytest.mark.slow]
SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAF = [sys.executable, "-c", f"import signal; signal.signal(15, signal.SIG_IGN); {SLEEP[-1]}"]


def up(group: Group, name: str) -> bool:
    return wait_until(lambda: "up" in group.log_of(name).read_text(), 10)


def test_all_children_are_in_one_group_that_ends_as_one(tmp_path: Path) -> None:
    group = Group(tmp_path)
    group.start("first", SLEEP, os.environ)
    group.start("second", SLEEP, os.environ)
    pids = [child.pid for child in group.children.values()]

    assert up(group, "first")
    assert up(group, "second")
    assert {os.getpgid(pid) for pid in pids} == {pids[0]} != {os.getpgid(0)}
    assert sorted(leftovers(tmp_path)) == sorted(pids)

    group.stop(last="first")

    assert (leftovers(tmp_path), group.children) == ([], {})


def test_a_child_that_does_not_listen_is_ended_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kilicare.processes.group.PATIENCE", 0.2)
    group = Group(tmp_path)
    group.start("deaf", DEAF, os.environ)
    assert up(group, "deaf")

    group.stop()

    assert leftovers(tmp_path) == []


def test_a_fallen_child_is_named(tmp_path: Path) -> None:
    group = Group(tmp_path)
    group.start("brief", [sys.executable, "-c", "print('that was it')"], os.environ)

    assert wait_until(lambda: group.fallen() == "brief", 10)
    assert group.log_of("brief").read_text() == "that was it\n"
    group.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_killed_owner_takes_its_children_along(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from kilicare.processes.group import Group;"
        f"Group(Path({str(tmp_path)!r})).start('child', {SLEEP!r}, os.environ);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )

    subprocess.run([sys.executable, "-c", code], check=False)

    assert wait_until(lambda: leftovers(tmp_path) == [], 10)


def test_a_place_is_held_once(tmp_path: Path) -> None:
    with (
        claim(tmp_path, "http://here/"),
        pytest.raises(HeldError, match="http://here/"),
        claim(tmp_path, "there", patience=0),
    ):
        pytest.fail("held twice")

    with claim(tmp_path, "there"):
        assert (tmp_path / "demo.lock").read_text() == "there"
    assert (tmp_path / "demo.lock").read_text() == ""


def test_what_a_killed_holder_left_is_ended_and_nothing_else(tmp_path: Path) -> None:
    env = {**os.environ, MARK: str(tmp_path)}
    left = subprocess.Popen(DEAF, env=env, stdout=subprocess.DEVNULL)
    other = subprocess.Popen(DEAF, env={**env, MARK: f"{tmp_path}-other"}, stdout=subprocess.DEVNULL)

    with claim(tmp_path, "here"):
        assert left.wait(10) == -signal.SIGKILL
        assert other.poll() is None
    other.kill()
    other.wait()


def test_a_busy_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]

        assert not port.is_free(number)
        assert port.first_free(number) > number


def test_the_broker_s_socket_is_private_and_its_path_short(tmp_path: Path) -> None:
    near, far = broker.socket_folder(tmp_path / "run"), broker.socket_folder(tmp_path / ("long" * 30))

    assert near == tmp_path / "run"
    assert len(str(far)) < broker.LONGEST_SOCKET
    assert {folder.stat().st_mode & 0o777 for folder in (near, far)} == {0o700}
    far.rmdir()


def test_the_broker_answers_and_keeps_its_messages(tmp_path: Path) -> None:
    run = broker.socket_folder(tmp_path / "run")
    socket_file, group = run / "broker.sock", Group(tmp_path)
    assert not broker.answers(socket_file)

    group.start("broker", broker.command(broker.server(), socket_file, tmp_path / "data"), os.environ)

    assert wait_until(lambda: broker.answers(socket_file), 10)
    assert (tmp_path / "data" / "appendonlydir").is_dir()
    assert socket_file.stat().st_mode & 0o777 == 0o700
    group.stop(last="broker")
    assert not socket_file.exists()


def test_a_process_that_has_settled_keeps_what_it_loaded_and_frees_what_it_drops() -> None:
    code = (
        "import gc, weakref\n"
        "from kilicare.processes.memory import SELDOM, settle\n"
        "class Ring: pass\n"
        "settle()\n"
        "ring = Ring(); ring.own = ring; seen = weakref.ref(ring); del ring\n"
        "gc.collect()\n"
        "print(gc.get_freeze_count() > 1000, gc.get_threshold() == SELDOM, seen())"
    )
    settled = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert settled.stdout == "True True None\n"
