"""Which messages somebody wants."""

from kilicare.accounts.models import User
from returns.enums import Channel, Topic
from returns.models import Mute


def wanted_by(user: User) -> list[str]:
    """Each topic and channel that was not left out, as the form names them."""
    left_out = set(Mute.objects.filter(user=user).values_list("topic", "channel"))
    every = [(topic.value, channel.value) for topic in Topic for channel in Channel]
    return [f"{topic}:{channel}" for topic, channel in every if (topic, channel) not in left_out]
