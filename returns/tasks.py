"""The engine's ticks as Celery tasks: the only module that speaks Celery.

A message is a hint: it may come twice, late or never. What is to be done is read from the database.
"""

from celery import shared_task
from django.core.management import call_command

from kilicare.kernel import clock
from returns.actions.engine import check_media, keep_house, pay, relay, tick


@shared_task
def tick_engine() -> None:
    """Let clocks lapse, pay refunds, write reminders."""
    tick(clock.now())


@shared_task
def relay_outbox() -> None:
    """Send what waits."""
    relay(clock.now())


@shared_task
def pay_out() -> None:
    """Send payouts and follow them."""
    pay(clock.now())


@shared_task
def check_files() -> None:
    """Look into the videos that came."""
    check_media(clock.now())


@shared_task
def forget_files() -> None:
    """Remove files past their time."""
    keep_house(clock.now())


@shared_task
def forget_sessions() -> None:
    """Remove sessions that are over."""
    call_command("clearsessions")
