"""The return slip of a ticket."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from returns.enums import ReturnMethod, State
from returns.models.ticket import Machine
from returns.policy.slip import Slip
from returns.queries.places import points_near, visit_to
from returns.queries.wording import until_text

WITH_SLIP = frozenset({State.AWAITING_RETURN, State.RETURN_IN_TRANSIT})


def has_slip(ticket: Machine) -> bool:
    """Whether goods are on their way back, or will be in a way that was chosen."""
    return ticket.state in WITH_SLIP and bool(ticket.method)


def slip_of(ticket: Machine, returns_address: str, help_phone: str) -> Slip:
    """What stands on the paper, in the reader's language."""
    line = ticket.line
    sends = ticket.state == State.AWAITING_RETURN and ticket.due_at is not None
    return Slip(
        reference=ticket.reference,
        product=line.name,
        order=line.order.number,
        pack=list(_pack(ticket)),
        way=str(ReturnMethod(ticket.method).label),
        where=list(_where(ticket, returns_address)),
        until=until_text(ticket.due_at, ticket.country) if sends and ticket.due_at else "",
        help_phone=help_phone,
    )


def _pack(ticket: Machine) -> Iterator[str]:
    """Clauses 4.1, 4.6 to 4.8: the set, the gift, the paper invoice."""
    line = ticket.line
    if line.quantity > 1:
        yield _("%(some)d of %(all)d x %(name)s") % {
            "some": ticket.quantity,
            "all": line.quantity,
            "name": line.name,
        }
    else:
        yield line.name
    yield _("Everything that came with it: cables, manual, warranty card, box")
    if line.gift:
        yield _("The gift: %(gift)s") % {"gift": line.gift}
    if line.invoice == "paper":
        yield _("The paper invoice")


def _where(ticket: Machine, returns_address: str) -> Iterator[str]:
    if ticket.method == ReturnMethod.COURIER:
        yield returns_address
    elif ticket.method == ReturnMethod.COLLECTION:
        visit = visit_to(ticket)
        yield visit.when if visit else _("Book a rider on the page of your application.")
        if visit:
            yield visit.address
    else:
        order = ticket.line.order
        near = points_near(order.country, order.city)
        yield _("Any Kilishop; nothing to pay.")
        if near.is_of_town:
            for point in near.points[:MOST_POINTS]:
                yield f"{point.name}: {point.address}"


MOST_POINTS = 3
"""Kilishops that fit on a small paper; the page lists them all."""
