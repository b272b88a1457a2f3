"""What a dossier holds: all that one reader's own page tells of a ticket, with the sums that prove it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO

from django.utils.translation import gettext as _

from returns.enums import Party, Role
from returns.models import Evidence
from returns.policy.dossier import Chapter, Dossier, Enclosure, Row
from returns.policy.permissions import CUSTOMER, DESK, SELLER
from returns.policy.terms import terms_of
from returns.queries.objections import objections_on
from returns.queries.sheets import sheet_of
from returns.queries.thread import Said, thread_of
from returns.queries.ticket_page import TicketPage
from returns.queries.timeline import Entry
from returns.queries.wording import moment_text, told_of

PARTIES = CUSTOMER | SELLER | DESK
"""Who may take a case with them."""


def may_export(roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles on a ticket is one of its parties."""
    return bool(roles & PARTIES)


def dossier_of(page: TicketPage) -> Dossier:
    """The case as this reader's page tells it; the desk's internal notes are in nobody's."""
    reference = page.ticket.reference
    chapters = (
        Chapter(_("The case"), list(_facts(page))),
        Chapter(_("What the rules said"), list(_weighed(page))),
        Chapter(_("Money"), list(_money(page))),
        Chapter(_("Inspection"), list(_inspection(page))),
        Chapter(_("Objections"), list(_objections(page))),
        Chapter(_("Messages"), list(_messages(page))),
        Chapter(_("What happened"), list(_history(page))),
        Chapter(
            _("Files"),
            [_file(number, one, page) for number, one in enumerate(page.evidence, 1)],
        ),
        Chapter(_("How to check this"), [("", _check())]),
    )
    return Dossier(
        reference=reference,
        title=_("Dossier %(reference)s") % {"reference": reference},
        chapters=[chapter for chapter in chapters if chapter.rows],
        enclosures=[
            Enclosure(file_name(number, one), one.sha256, _opener(one))
            for number, one in enumerate(page.evidence, 1)
            if one.is_shown
        ],
    )


def file_name(number: int, evidence: Evidence) -> str:
    """Under what name a file lies in the archive."""
    end = str(evidence.file.name).rpartition(".")[2]
    return f"files/{number:02}-{evidence.party}-{evidence.kind}.{end}"


def _opener(evidence: Evidence) -> Callable[[], IO[bytes]]:
    return lambda: evidence.file.storage.open(str(evidence.file.name), "rb")


def _facts(page: TicketPage) -> Iterator[Row]:
    ticket, line = page.ticket, page.ticket.line
    yield _("Reference"), ticket.reference
    yield _("State"), str(ticket.get_state_display())
    yield _("Order"), line.order.number
    yield _("Product"), f"{line.name}, {ticket.quantity} / {line.quantity}"
    yield _("Shop"), ticket.shop.name
    yield _("Customer"), str(ticket.customer.user)
    yield _("Applied"), moment_text(ticket.opened_at, ticket.country)
    if ticket.closed_at:
        yield _("Closed"), moment_text(ticket.closed_at, ticket.country)
    yield _("Asked for"), str(ticket.get_asked_service_display())
    yield _("Reason"), str(ticket.get_reason_display())
    if ticket.statement:
        yield _("In the customer's words"), ticket.statement
    yield _("Made"), moment_text(page.now, ticket.country)


def _weighed(page: TicketPage) -> Iterator[Row]:
    weighed = page.weighed
    yield f"{weighed.clause} {weighed.title}", _("Terms of %(day)s") % {"day": weighed.terms}
    for declared in weighed.declared:
        yield _("Declared"), declared


def _money(page: TicketPage) -> Iterator[Row]:
    money = page.money
    if money is None:
        return
    for part in money.parts:
        yield f"{part.label} ({part.clause})", part.amount
    yield str(money.heading), str(money.total)
    for note in (money.note, money.shop):
        if note:
            yield "", str(note)


def _inspection(page: TicketPage) -> Iterator[Row]:
    sheet = sheet_of(page.ticket)
    if sheet is None:
        return
    yield _("In the parcel"), str(sheet.came)
    if sheet.fault:
        yield _("What the customer says is wrong"), str(sheet.fault)
    words = {True: _("yes"), False: _("no")}
    for row in sheet.rows:
        found = _("Declared: %(declared)s. Found: %(found)s.")
        yield str(row.text), found % {"declared": words[row.declared], "found": words[row.found]}
    yield _("The goods go"), str(sheet.disposition)


def _objections(page: TicketPage) -> Iterator[Row]:
    for raised in objections_on(page.ticket, page.party, page.now):
        yield f"{raised.when}, {raised.party}: {raised.against}", raised.objection.text
        if raised.answered:
            outcome = _("Upheld:") if raised.objection.is_upheld else _("Dismissed:")
            answer = f"{outcome} {raised.objection.answer} ({raised.objection.clause})"
            kilimall = _("Kilimall")
            yield f"{raised.answered}, {kilimall}", answer


def _messages(page: TicketPage) -> Iterator[Row]:
    thread = thread_of(page)
    for said in thread.said if thread else ():
        if not said.message.is_internal:
            yield f"{said.when}, {_writer(said, page)}", said.message.text


def _writer(said: Said, page: TicketPage) -> str:
    """By name: others read the paper, to whom nobody is "you"."""
    sides = {Party.CUSTOMER: str(page.ticket.customer.user), Party.SELLER: page.ticket.shop.name}
    return sides.get(Party(said.message.party), _("Kilimall"))


def _history(page: TicketPage) -> Iterator[Row]:
    seals = {event.number: event.seal for event in page.events}
    terms = terms_of(page.ticket.terms)
    told = {event.number: told_of(event.step, terms, Party.KILIMALL) for event in page.events}
    for entry in page.history:
        yield (
            f"{entry.number or '-'}. {entry.when}, {entry.by}",
            "\n".join([told.get(entry.number, entry.told), *_details(entry, seals)]),
        )


def _details(entry: Entry, seals: dict[int, str]) -> Iterator[str]:
    if entry.clause:
        yield f"{entry.clause} {entry.clause_title}"
    if entry.code:
        yield str(entry.code)
    if entry.text:
        yield entry.text
    for label, value in entry.details:
        yield f"{label}: {value}"
    if seal := seals.get(entry.number):
        yield _("Seal: %(seal)s") % {"seal": seal}


def _file(number: int, one: Evidence, page: TicketPage) -> Row:
    when = moment_text(one.added_at, page.ticket.country)
    what = f"{one.get_kind_display()}, {one.get_party_display()}, {when}"
    where = str(one.event.get_step_display()) if one.event else _("Message") if one.message_id else ""
    if one.refusal:
        state = str(one.get_refusal_display())
    elif one.removed_at:
        state = _("Removed on %(day)s: past its time.") % {"day": _day(one.removed_at, page)}
    elif one.checked_at is None:
        state = _("Is being checked.")
    else:
        state = file_name(number, one)
    return what, "\n".join(filter(None, (where, state, f"{one.size} B", f"SHA-256 {one.sha256}")))


def _day(moment: datetime, page: TicketPage) -> str:
    return moment_text(moment, page.ticket.country)


def _check() -> str:
    """How whoever holds the archive can tell that nothing in it was changed."""
    return _(
        "Unpack the archive and run: sha256sum --check SHA256SUMS. Each sum of a file stands on this paper "
        "too. Each step carries a seal that is made from the step and the seal before it; Kilimall's record "
        "gives the same seals."
    )
