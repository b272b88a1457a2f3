"""`assess FILE`: weigh cases, one a line, by the policy. It saves nothing and needs no order."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kilicare.kernel.calendar import Calendar
from kilicare.kernel.money import DIGITS, Money
from kilicare.kernel.verdict import Verdict
from orders.actions.feed import FeedCategory, FeedLine, FeedOrder, parse_category, parse_json, parse_order
from orders.actions.fields import FeedError, Fields
from orders.enums import PolicyClass
from orders.models import Category
from returns.enums import MissingKind, Reason, Service
from returns.policy.clauses import IMPOSSIBLE, message
from returns.policy.eligibility import assess
from returns.policy.facts import DECLARED, Claim, ImpossibleClaimError, LineFacts, ParcelFacts, Past
from returns.policy.terms import terms_at

Parsed = TypeVar("Parsed")

MOST_APPLICATIONS = 1_000_000


class Command(BaseCommand):
    """See what a rule does, before it is changed."""

    help = "Weigh cases (JSON Lines) by the policy and print one answer a line; nothing is saved."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The file of cases."""
        parser.add_argument("file", help="a file of cases, one JSON object a line; - for standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Answer each line. CommandError (exit status 1) if the file or any case can't be read."""
        catalogue = Catalogue()
        unread = 0
        try:
            with _opened(options["file"]) as file:
                for answer in answers(file, catalogue):
                    unread += "error" in answer
                    self.stdout.write(json.dumps(answer))
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        if catalogue.is_unreadable:
            self.stderr.write("The category table can't be read: its categories count as standard.")
        if unread:
            raise CommandError(ngettext("%d case can't be read", "%d cases can't be read", unread) % unread)


class Catalogue:
    """The category table as far as it was asked for; what does not stand in it is standard."""

    def __init__(self) -> None:
        self.is_unreadable = False
        self._known: dict[str, FeedCategory] = {}

    def category(self, code: str) -> FeedCategory:
        """The category of a code; of a machine whose database has no tables, a standard one."""
        if code not in self._known:
            self._known[code] = self._look_up(code)
        return self._known[code]

    def _look_up(self, code: str) -> FeedCategory:
        try:
            known = Category.objects.filter(code=code).first()
        except DatabaseError:
            self.is_unreadable = True
            known = None
        row = known or Category(code=code, name=code, policy_class=PolicyClass.STANDARD)
        return FeedCategory(
            code=row.code,
            name=row.name,
            policy_class=PolicyClass(row.policy_class),
            sealed_once=row.sealed_once,
            installable=row.installable,
            activatable=row.activatable,
        )


def answers(lines: Iterable[bytes], catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """The answer to each line that is not blank, in their order; lines are counted from 1."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield answer_to(parse_json(line), catalogue)
        except ImpossibleClaimError as error:
            yield {"error": f"claim: {IMPOSSIBLE[error.code]}", "line": number}
        except FeedError as error:
            yield {"error": str(error), "line": number}


def answer_to(row: object, catalogue: Catalogue) -> dict[str, Any]:
    """The answer to one case. FeedError or ImpossibleClaimError if it can't be read."""
    case = Fields(row)
    order = _within("order", parse_order, _raw(row, "order"))
    line = _line(case, order)
    applied_at = case.moment("applied_at")
    declared = case.inner("claim")
    given = _raw(row, "category")
    category = (
        catalogue.category(line.category) if given is None else _within("category", parse_category, given)
    )
    past = Past.empty(
        order.currency,
        live_ticket=declared.flag("live_ticket"),
        applications=declared.whole("applications", 0, MOST_APPLICATIONS, 0),
    )
    claim = _claim(declared, _raw(_raw(row, "claim"), "amount"), order, line)
    terms = terms_at(applied_at)
    facts = facts_of(order, line, category, past)
    verdict = assess(facts, claim, terms, Calendar(order.country), now=applied_at)
    return _answer(verdict, order.currency, message(verdict, terms))


def facts_of(order: FeedOrder, line: FeedLine, category: FeedCategory, past: Past) -> LineFacts:
    """A line of the feed as the rules see it."""
    return LineFacts(
        country=order.country,
        kind=order.kind,
        status=order.status,
        signed_at=order.signature_of(line),
        quantity=line.quantity,
        paid=Money(line.paid, order.currency),
        tax=Money(line.tax, order.currency),
        policy_class=line.policy_class or category.policy_class,
        sealed_once=category.sealed_once,
        installable=category.installable,
        activatable=category.activatable,
        promotion=line.promotion is not None,
        gift=bool(line.gift),
        invoice=line.invoice or "",
        warranty_months=line.warranty_months,
        has_serial=bool(line.serials),
        disclosed_flaw=bool(line.disclosed_flaw),
        handover_proof=line.handover.proof or "",
        past=past,
        parcel=_parcel(order, line),
    )


def _parcel(order: FeedOrder, line: FeedLine) -> ParcelFacts:
    # The simulator knows of no other ticket: what else came in the parcel has stayed.
    others = [other for other in order.lines if other != line and _key(order, other) == _key(order, line)]
    return ParcelFacts(delivery_fee=Money(line.delivery_fee, order.currency), others_back=not others)


def _key(order: FeedOrder, line: FeedLine) -> tuple[object, ...]:
    # Lines of one seller and signature time are one parcel where the feed doesn't say (K4).
    return (line.parcel,) if line.parcel else (line.seller.id, order.signature_of(line))


def _line(case: Fields, order: FeedOrder) -> FeedLine:
    number = case.whole("line", 1, sys.maxsize)
    line = order.line(number)
    if line is None:
        raise case.error("line", _("is not a line of the order"))
    return line


def _claim(declared: Fields, asked: object, order: FeedOrder, line: FeedLine) -> Claim:
    amount = None
    if asked is not None and asked != "":
        amount = Money(declared.amount("amount", DIGITS[order.currency]), order.currency)
    return Claim(
        service=declared.choice("service", Service),
        reason=declared.choice("reason", Reason),
        quantity=declared.whole("quantity", 1, line.quantity, line.quantity),
        amount=amount,
        missing_kind=declared.choice_or_none("missing_kind", MissingKind) or MissingKind.PART,
        **{fact: declared.flag(fact) for fact in DECLARED},
    )


def _within(name: str, parse: Callable[[object], Parsed], row: object) -> Parsed:
    try:
        return parse(row)
    except FeedError as error:
        raise FeedError(f"{name}.{error.field}".rstrip("."), error.reason) from None


def _raw(row: object, name: str) -> object:
    return row.get(name) if isinstance(row, Mapping) else None


def _answer(verdict: Verdict, currency: str, text: str) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome,
        "clause": verdict.clause,
        "closes_at": _moment(verdict.closes_at),
        "warranty_ends_at": _moment(verdict.warranty_ends_at),
        "refund": verdict.refund.text() if verdict.refund is not None else None,
        "currency": currency,
        "deductions": [
            {"clause": part.clause, "amount": (-part.amount).text()} for part in verdict.deductions
        ],
        "message": text,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _opened(name: str) -> AbstractContextManager[Iterable[bytes]]:
    return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")
