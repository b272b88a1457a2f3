"""Many tickets at once, for lists: rows alone, copied from one that was applied for."""

from typing import Any
from uuid import uuid4

from returns.actions.opening import new_reference
from returns.models import Ticket
from returns.tests.world import World

RUNNING = {"holder": "kilimall", "state": "kilimall_review", "due_step": "escalate"}
FLAGGED = {"holder": "kilimall", "state": "kilimall_review", "due_at": None, "due_step": ""}
CLOSED = {"holder": "", "state": "rejected", "due_at": None, "due_step": ""}


def crowd(world: World, ticket: Ticket, changes: list[dict[str, Any]]) -> list[Ticket]:
    """A copy of the ticket on a line of its own for each of the changes."""
    first = world.order.lines.count()
    lines = [_copy(ticket.line, number=first + place) for place, _each in enumerate(changes, 1)]
    lines = type(ticket.line).objects.bulk_create(lines)
    copies = [
        _copy(ticket, reference=new_reference(), draft_token=uuid4(), line=line, **change)
        for line, change in zip(lines, changes, strict=True)
    ]
    return Ticket.objects.bulk_create(copies)


def _copy(row: Any, **changes: Any) -> Any:
    columns = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    del columns["id"]
    for name in changes:
        columns.pop(f"{name}_id", None)
    return type(row)(**(columns | changes))
