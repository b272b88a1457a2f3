"""What may be done now: the one answer that pages, the admin, the actions and the tests ask."""

from datetime import datetime

from kilicare.accounts.models import User
from returns.enums import Role, Step
from returns.models import Ticket
from returns.models.ticket import Machine
from returns.policy.permissions import RULINGS, is_holders, is_within_terms, roles_for
from returns.policy.terms import terms_of
from returns.queries.access import as_machine


def machine_steps(ticket: Machine) -> list[Step]:
    """The steps that the machine leaves open, whoever asks, in the order of the enum."""
    leaving = {found.name for found in ticket.available()}
    return [step for step in Step if step.value in leaving]


def open_steps(
    ticket: Ticket, roles: frozenset[Role], *, now: datetime, user: User | None = None
) -> list[Step]:
    """The steps that somebody in these roles may take on the ticket at a time.

    A clock that has run out has closed the steps of its state (domain: Clocks), so an overdue
    ticket leaves none open but where the clock only calls the supervisor.
    """
    if ticket.due_at is not None and now >= ticket.due_at and ticket.due_step != Step.ESCALATE:
        return []
    machine = as_machine(ticket)
    return [
        step
        for step in machine_steps(machine)
        if role_for(step, machine, roles, now=now) and not is_biased(step, machine, user)
    ]


def role_for(step: Step, ticket: Machine, roles: frozenset[Role], *, now: datetime) -> Role | None:
    """The role in which the step may be taken, if there is one."""
    terms = terms_of(ticket.terms)
    for role in sorted(roles_for(step, roles)):
        if is_holders(step, role, ticket) and is_within_terms(step, role, ticket, terms, now):
            return role
    return None


def is_biased(step: Step, ticket: Ticket, user: User | None) -> bool:
    """Who inspected the goods or ruled before does not rule again (domain: `rule`)."""
    judged = {ticket.inspected_by_id, ticket.ruled_by_id} - {None}
    return user is not None and step in RULINGS and user.pk in judged
