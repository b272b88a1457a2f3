"""The history of a ticket as people read it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from kilicare.kernel.money import Money
from returns.enums import (
    HandOverCode,
    Liable,
    Party,
    RefundRoute,
    RejectCode,
    ReturnMethod,
    Role,
    Service,
    StrikeKind,
)
from returns.models import Ticket, TicketEvent
from returns.policy.clauses import CLAUSES, fill
from returns.policy.terms import terms_of
from returns.queries.deciding import Lapse
from returns.queries.wording import moment_text, told_of

DETAILS: dict[str, StrOrPromise] = {
    "service": gettext_lazy("Service"),
    "amount": gettext_lazy("Amount"),
    "method": gettext_lazy("Way back"),
    "variant": gettext_lazy("Chosen instead"),
    "window": gettext_lazy("When"),
    "carrier": gettext_lazy("Carrier"),
    "waybill": gettext_lazy("Waybill"),
    "place": gettext_lazy("Place"),
    "serial": gettext_lazy("Serial number read"),
    "serial_differs": gettext_lazy("Differs from the order"),
    "weight": gettext_lazy("Weight"),
    "weight_differs": gettext_lazy("Weighs something else than before"),
    "liable": gettext_lazy("Who bears the cost"),
    "route": gettext_lazy("Paid into"),
    "receipt": gettext_lazy("Receipt"),
    "party": gettext_lazy("Asked"),
    "pieces": gettext_lazy("Pieces"),
    "gift_lost": gettext_lazy("The gift is missing or damaged"),
    "invoice_lost": gettext_lazy("The paper invoice is missing"),
    "counterfeit": gettext_lazy("Found counterfeit"),
}
WORDS = {
    "service": Service,
    "method": ReturnMethod,
    "liable": Liable,
    "route": RefundRoute,
    "party": Party,
}
CODES: dict[str, StrOrPromise] = {
    **{code.value: code.label for code in RejectCode},
    **{code.value: code.label for code in HandOverCode},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A step that was taken: what happened, by whom, when, and what they said."""

    number: int
    at: datetime
    when: str
    told: str
    by: str
    code: StrOrPromise
    clause: str
    clause_title: str
    text: str
    details: tuple[tuple[StrOrPromise, str], ...]
    strike: StrOrPromise
    """The mark that the step left against the shop; only Kilimall's staff and the shop read it."""
    is_late: bool
    """Counted before anybody wrote it down: the clock's doing."""


def timeline(
    ticket: Ticket, events: Iterable[TicketEvent], lapses: Iterable[Lapse], reader: Party
) -> list[Entry]:
    """Every step in order, then those that the clock took and nobody wrote down yet.

    Only Kilimall's staff read the names of Kilimall's people and the shop's.
    """
    entries = [_entry(ticket, event, reader) for event in events]
    return [*entries, *(_of_clock(ticket, lapse, reader) for lapse in lapses)]


def _entry(ticket: Ticket, event: TicketEvent, reader: Party) -> Entry:
    terms = terms_of(ticket.terms)
    clause = CLAUSES.get(event.clause)
    reads_strikes = reader in {Party.KILIMALL, Party.SELLER}
    return Entry(
        number=event.number,
        at=event.at,
        when=moment_text(event.at, ticket.country),
        told=told_of(event.step, terms, reader),
        by=actor(ticket, event, reader),
        code=CODES.get(event.code, ""),
        clause=event.clause,
        clause_title=fill(clause.title, terms) if clause else "",
        text=event.text,
        details=tuple(details_of(event, ticket.currency)),
        strike=StrikeKind(event.strike).label if event.strike and reads_strikes else "",
        is_late=False,
    )


def _of_clock(ticket: Ticket, lapse: Lapse, reader: Party) -> Entry:
    terms = terms_of(ticket.terms)
    return Entry(
        number=0,
        at=lapse.at,
        when=moment_text(lapse.at, ticket.country),
        told=told_of(lapse.step, terms, reader),
        by=str(Role.SYSTEM.label),
        code="",
        clause="",
        clause_title="",
        text="",
        details=(),
        strike="",
        is_late=True,
    )


def actor(ticket: Ticket, event: TicketEvent, reader: Party) -> str:
    """Who took a step: the shop and Kilimall stand for their people, but before staff."""
    side = {
        Party.CUSTOMER: str(ticket.customer.user),
        Party.SELLER: ticket.shop.name,
        Party.KILIMALL: _("Kilimall"),
        Party.SYSTEM: str(Role.SYSTEM.label),
    }[Party(event.party)]
    if reader is not Party.KILIMALL or event.by is None or event.party == Party.CUSTOMER:
        return side
    return f"{side}: {event.by}, {Role(event.role).label}"


def details_of(
    event: TicketEvent, currency: str, names: Collection[str] = DETAILS
) -> Iterator[tuple[StrOrPromise, str]]:
    """What the step named, each with its label."""
    for name in names:
        label, value = DETAILS[name], event.details.get(name)
        if value is True:
            yield label, _("yes")
        elif value:
            yield label, _shown(name, str(value), currency)


def _shown(name: str, value: str, currency: str) -> str:
    if name == "amount":
        return amount_text(value, currency)
    if name == "weight":
        return _("%(grams)s g") % {"grams": f"{int(value):,}"}
    words = WORDS.get(name)
    return str(words(value).label) if words else value


def amount_text(value: str, currency: str) -> str:
    """A kept amount as people read it."""
    try:
        return Money(Decimal(value), currency).label()
    except (InvalidOperation, ValueError):
        return f"{currency} {value}"
