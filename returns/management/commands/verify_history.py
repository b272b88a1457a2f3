"""Asks whether the tickets' histories stand as they were written."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from returns.models import Ticket, TicketEvent
from returns.queries.history import broken_seals


class Command(BaseCommand):
    """Prints each break, then how much was looked at; ends with status 1 if there is any."""

    help = "Check the chain of each ticket's history: nothing changed, put in, or taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which tickets; none: all."""
        parser.add_argument("reference", nargs="*", help="a ticket, such as KC-2F4H-9K2M (all of them)")

    def handle(self, *_args: Any, reference: list[str], **_options: Any) -> None:
        """Look at one after the other. Raises CommandError for a reference that nobody has."""
        tickets = Ticket.objects.all()
        if reference:
            tickets = tickets.filter(reference__in=[word.upper() for word in reference])
            missing = {word.upper() for word in reference} - set(tickets.values_list("reference", flat=True))
            if missing:
                raise CommandError(f"no such ticket: {', '.join(sorted(missing))}")
        breaks = 0
        for line in broken_seals(tickets):
            breaks += 1
            self.stdout.write(line)
        events = TicketEvent.objects.filter(ticket__in=tickets).count()
        self.stdout.write(f"{tickets.count()} tickets, {events} events: {breaks or 'none'} broken")
        if breaks:
            raise SystemExit(1)
