"""The beat table and the settings that keep a message from being lost or a process from hanging."""

import pytest

from kilicare.celery import app

KEPT = {
    "visibility_timeout": 900,
    "global_keyprefix": "kilicare:",
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
}


@pytest.mark.parametrize(
    ("name", "task", "every", "queue"),
    [
        ("tick-engine", "returns.tasks.tick_engine", 30, "engine"),
        ("relay-outbox", "returns.tasks.relay_outbox", 5, "notices"),
    ],
)
def test_a_tick_goes_to_its_own_queue_and_is_dropped_when_the_next_is_due(
    name: str, task: str, every: int, queue: str
) -> None:
    entry = app.conf.beat_schedule[name]

    assert (entry["task"], entry["schedule"]) == (task, every)
    assert entry["options"] == {"queue": queue, "expires": every}
    assert app.amqp.router.route({}, task)["queue"].name == queue


def test_a_worker_takes_from_four_queues_and_no_other() -> None:
    assert set(app.amqp.queues.consume_from) == {"engine", "media", "notices", "payouts"}
    with pytest.raises(KeyError):
        app.amqp.queues["surprise"]


def test_a_task_is_given_out_again_when_its_worker_dies() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.visibility_timeout == 900
    assert app.conf.broker_transport_options.items() >= KEPT.items()
    assert app.conf.result_backend_transport_options.items() >= KEPT.items()


def test_a_page_that_sends_a_message_never_waits_for_the_broker() -> None:
    assert not app.conf.task_publish_retry
    assert app.conf.broker_pool_acquire_timeout == 2
    assert (app.conf.task_soft_time_limit, app.conf.task_time_limit) == (120, 180)
    assert (app.conf.accept_content, app.conf.task_serializer) == (["json"], "json")
