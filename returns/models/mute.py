"""Messages that somebody does without."""

from django.conf import settings
from django.db import models

from returns.enums import Channel, Topic


class Mute(models.Model):
    """One person wants no messages of one topic through one channel."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes")
    channel = models.CharField(max_length=6, choices=Channel)
    topic = models.CharField(max_length=16, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "channel", "topic"], name="mute_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel} {self.topic}"
