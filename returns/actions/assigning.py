"""The desk takes tickets in hand, lets them go, and hands them to each other. No step hangs on it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.refusal import RefusedError, wrong
from returns.actions.stepping import lock
from returns.enums import Role
from returns.models import Assignment, Ticket
from returns.queries.access import roles_on
from returns.queries.console import colleagues_on

NOT_YOURS = _("Only the desk takes tickets, and only open ones.")


def take(ticket_id: int, *, by: User, seen: int | None, now: datetime) -> Assignment:
    """Take a ticket in hand; `seen` is whose it was on the page (their key), None if it was nobody's.

    Raises RefusedError (not_open; stale: somebody else has taken it since the page was drawn).
    """
    with transaction.atomic():
        ticket = _locked(ticket_id, by, {Role.DESK, Role.SUPERVISOR})
        held = _held(ticket)
        if held and held.agent_id not in {by.pk, seen}:
            words = str(_("%(name)s has just taken this ticket."))
            raise RefusedError("stale", words % {"name": held.agent}, ticket=ticket)
        return _put(ticket, by, by, now)


def assign(ticket_id: int, *, to: str, by: User, now: datetime) -> Assignment:
    """A supervisor hands a ticket to a colleague (their key). Raises RefusedError (not_open, invalid)."""
    with transaction.atomic():
        ticket = _locked(ticket_id, by, {Role.SUPERVISOR})
        for agent in colleagues_on(ticket):
            if str(agent.pk) == to:
                return _put(ticket, agent, by, now)
        raise wrong("agent", _("Please choose one of the desk who may act on this ticket."))


def release(ticket_id: int, *, by: User) -> None:
    """Let a ticket go; a supervisor lets go for others. Raises RefusedError (not_open)."""
    with transaction.atomic():
        ticket = _locked(ticket_id, by, {Role.DESK, Role.SUPERVISOR})
        held = _held(ticket)
        if held is None:
            return
        if held.agent_id != by.pk and Role.SUPERVISOR not in roles_on(by, ticket):
            raise RefusedError("not_open", _("Only who has it, or a supervisor, lets it go."), ticket=ticket)
        held.delete()


def _locked(ticket_id: int, by: User, roles: set[Role]) -> Ticket:
    ticket = lock(ticket_id)
    if not (roles_on(by, ticket) & roles and ticket.is_open):
        raise RefusedError("not_open", NOT_YOURS, ticket=ticket)
    return ticket


def _held(ticket: Ticket) -> Assignment | None:
    return Assignment.objects.filter(ticket=ticket.pk).select_related("agent").first()


def _put(ticket: Ticket, agent: User, by: User, now: datetime) -> Assignment:
    values = {"agent": agent, "by": by, "at": now}
    put, _new = Assignment.objects.update_or_create(ticket_id=ticket.pk, defaults=values)
    return put
