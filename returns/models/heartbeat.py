"""When each part of the engine last ran: the ages that operations watch."""

from django.db import models


class Heartbeat(models.Model):
    """The last run of a part of the engine."""

    part = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} {self.at}"
