"""The ticks as people start them: by Celery's worker, by `run_engine`, once or until it is told to stop."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command

from kilicare.accounts.codes import Channel, queue_message
from kilicare.kernel import clock
from kilicare.processes import broker
from kilicare.processes.group import Group, leftovers, wait_until
from kilicare.testing import child
from returns.models import Heartbeat
from returns.tasks import check_files, forget_files, forget_sessions, pay_out, relay_outbox, tick_engine

TICKED = {"lapse", "settle", "remind", "hand_back"}
PAID, RELAYED = {"payout", "reconcile"}, {"codes", "email", "sms"}
MEDIA = {"videos"}
CALL = """
from kilicare.celery import app
for name in ("tick_engine", "pay_out", "relay_outbox", "check_files"):
    app.send_task(f"returns.tasks.{name}")
"""
ALL = TICKED | PAID | RELAYED | MEDIA
"""What beats within a minute; files past their time are looked for by the hour."""


@pytest.mark.django_db
class TestHere:
    def test_each_task_does_its_part(self) -> None:
        tick_engine()
        assert set(Heartbeat.objects.values_list("part", flat=True)) == TICKED
        pay_out()
        assert set(Heartbeat.objects.values_list("part", flat=True)) == TICKED | PAID
        relay_outbox()
        check_files()
        assert set(Heartbeat.objects.values_list("part", flat=True)) == ALL
        forget_files()
        assert set(Heartbeat.objects.values_list("part", flat=True)) == ALL | {"forget"}

    def test_sessions_that_are_over_go_and_no_others(self) -> None:
        now, ends = clock.now(), {"over": -timedelta(seconds=1), "running": timedelta(days=1)}
        for key, left in ends.items():
            Session.objects.create(session_key=key, session_data="", expire_date=now + left)
        forget_sessions()
        assert list(Session.objects.values_list("session_key", flat=True)) == ["running"]

    def test_one_tick_says_what_it_did(self, capsys: Any, tmp_path: Path, settings: Any) -> None:
        settings.VAR_DIR = tmp_path
        queue_message(Channel.SMS, "+254712345678", body="Your code is 314159", now=clock.now())

        call_command("run_engine", "--once")

        assert capsys.readouterr().out.splitlines() == [
            "Clocks that run out: 0",
            "Refunds that wait: 0",
            "Reminders and extensions: 0",
            "Goods of closed tickets: 0",
            "Payouts to M-Pesa: 0",
            "Payouts without an answer: 0",
            "Sign-in messages: 1",
            "E-mails: 0",
            "SMS: 0",
            "Videos to check: 0",
            "Files past their time: 0",
        ]

    def test_one_tick_that_failed_in_part_says_so(self, capsys: Any, settings: Any) -> None:
        settings.SMS = {}
        with pytest.raises(SystemExit) as ended:
            call_command("run_engine", "--once")

        assert ended.value.code == 1
        assert "Sign-in messages: failed, see the log" in capsys.readouterr().out


@pytest.fixture
def place(migrated: Path) -> Iterator[Path]:
    """A folder with a database of its own, and nothing running in it afterwards."""
    yield migrated
    for pid in leftovers(migrated):
        os.kill(pid, signal.SIGKILL)


def environment(place: Path, **more: str) -> dict[str, str]:
    return child.environment(VAR_DIR=str(place), PYTHONPATH=str(settings.BASE_DIR), **more)


def hearts(place: Path) -> set[str]:
    link = sqlite3.connect(place / "kilicare.sqlite3")
    try:
        return {part for (part,) in link.execute("SELECT part FROM returns_heartbeat")}
    finally:
        link.close()


@pytest.mark.slow
@pytest.mark.timeout(180)
class TestProcesses:
    def test_a_worker_takes_the_messages_of_a_broker(self, place: Path) -> None:
        run, group = broker.socket_folder(place / "run"), Group(place)
        url = broker.address(run / "broker.sock")
        group.start(
            "broker", broker.command(broker.server(), run / "broker.sock", place / "data"), os.environ
        )
        try:
            assert wait_until(lambda: broker.answers(run / "broker.sock"), 20)
            celery = [sys.executable, "-m", "celery", "--app", "kilicare"]
            env = environment(place, REDIS_URL=url)
            group.start("worker", [*celery, "worker", "--pool", "solo"], env)
            subprocess.run([sys.executable, "-c", CALL], env=env, check=True)
            done = wait_until(lambda: hearts(place) >= ALL, 60)
            assert done, group.log_of("worker").read_text()[-2000:]
        finally:
            group.stop(last="broker")

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_the_engine_runs_without_a_broker_until_it_is_told_to_stop(
        self, place: Path, number: signal.Signals
    ) -> None:
        command = child.manage("run_engine", "--every", "0.2")
        with subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment(place), stdout=subprocess.PIPE, text=True
        ) as engine:
            assert wait_until(lambda: hearts(place) >= ALL, 60)
            engine.send_signal(number)
            said, _errors = engine.communicate(timeout=30)

        assert engine.returncode == 0
        assert said == "The engine runs (Ctrl-C stops it)\nThe engine has stopped.\n"
