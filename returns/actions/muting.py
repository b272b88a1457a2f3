"""A person does without messages that are not needed, or wants them again."""

from collections.abc import Collection, Iterable

from django.core import signing
from django.db import transaction

from kilicare.accounts.models import User
from returns.actions.refusal import RefusedError
from returns.enums import Channel, Topic
from returns.models import Mute
from returns.queries.messages import LEAVING

Pair = tuple[str, str]


@transaction.atomic
def choose_messages(wanted: Iterable[Pair], channels: Collection[Channel], *, by: User) -> None:
    """Keep what a person wants of these channels, as pairs of topic and channel: all others are left out."""
    User.objects.select_for_update().get(pk=by.pk)
    chosen = set(wanted)
    every = [(topic.value, channel.value) for topic in Topic for channel in channels]
    Mute.objects.filter(user=by, channel__in=channels).delete()
    Mute.objects.bulk_create(
        Mute(user=by, topic=topic, channel=channel)
        for topic, channel in every
        if (topic, channel) not in chosen
    )


def topic_left(signed: str) -> tuple[int, Topic]:
    """Who leaves which topic by the link of a mail. Raises RefusedError (not_found)."""
    try:
        user_id, topic = signing.loads(signed, salt=LEAVING)
        return int(user_id), Topic(topic)
    except (signing.BadSignature, ValueError, TypeError) as forged:
        raise RefusedError("not_found", "") from forged


def leave_topic(signed: str) -> Topic:
    """No more mails of that topic. Raises RefusedError (not_found)."""
    user_id, topic = topic_left(signed)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise RefusedError("not_found", "")
    Mute.objects.get_or_create(user=user, topic=topic, channel=Channel.EMAIL)
    return topic
