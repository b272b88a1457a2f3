"""A made-up case for the gallery: a kettle that came damaged, its parcel, what was said and decided.

Its rows are never saved.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kilicare.accounts.models import User
from kilicare.kernel.verdict import Verdict
from orders.enums import OrderKind
from orders.models import Customer, Order, OrderLine, Shop
from returns.enums import (
    Came,
    Disposition,
    EvidenceKind,
    Liable,
    ParcelKind,
    Party,
    Reason,
    RefundRoute,
    RefusedFile,
    ReturnMethod,
    Service,
    State,
    Step,
)
from returns.models import Evidence, HandBack, Parcel, Ticket
from returns.models.ticket import ReturnRefundTicket
from returns.policy.clauses import CLAUSES, fill, words_of
from returns.policy.evidence import required
from returns.policy.terms import terms_at
from returns.queries.claims import Claim, Said
from returns.queries.deadlines import deadline
from returns.queries.purchases import Answer
from returns.queries.stakes import Part
from returns.queries.ticket_page import Weighed
from returns.queries.wording import day_text, until_text
from returns.queries.worklists import Row

PHONE = "+254712000000"


def specimen_case(now: datetime) -> Mapping[str, Any]:
    """What the parts of a ticket's page are given, each under its own name."""
    terms, soon = terms_at(now), deadline(now + timedelta(hours=3), "KE", now)
    ticket = _ticket(now)
    closed = Verdict("not_eligible", "2.2", next(iter(CLAUSES["2.2"].cases)))
    title = fill(CLAUSES["2.2"].title, terms)
    purchase = {
        "line": ticket.line,
        "paid": "KES 8,000",
        "may_apply": True,
        "closes": soon,
        "exchange": ticket,
        "own_tickets": [],
    }
    said = Said(Step.REJECT.label, until_text(now, "KE"), "", "2.2", _("Thank you, we look into it."))
    until = until_text(now + timedelta(days=2), "KE")
    return {
        "ticket": ticket,
        "row": Row(ticket, soon, is_mine=True),
        "purchase": purchase,
        "off": purchase | {"may_apply": False, "answer": Answer(closed, "2.2", *words_of(closed, terms))},
        "warranty": {"line": ticket.line, "warranty_until": day_text(now, "KE")},
        "claims": [Claim(Party.CUSTOMER, [], 2), Claim(Party.SELLER, [said], 0)],
        "weighed": Weighed("2.2", title, until, [], day_text(now, "KE")),
        "counted": {"number": 2, "days": 90, "no_default": 2, "to_desk": 4},
        "destination": {"point": None, "address": "Moi Avenue 1, Nairobi"},
        "evidence": _evidence(now),
        "home": {
            "row": HandBack(arrived_at=now, place="Kilishop Moi Avenue", code="741903"),
            "until": until,
        },
        "money": {
            "heading": _("Money"),
            "parts": [Part(_("Price paid"), "KES 8,000", "2.4"), Part(_("Delivery fee"), "KES 150", "K4")],
            "total": "KES 8,150",
        },
        "raised": [
            {
                "party": Party.CUSTOMER.label,
                "against": _("Money"),
                "objection": {"text": _("Thank you, we look into it.")},
                "when": until_text(now, "KE"),
                "until": until,
            }
        ],
        "others": [{"line": ticket.line}],
        "parcels": [Parcel(kind=ParcelKind.RETURN, carrier="G4S", waybill="CC-4821-305")],
        "rule": required(Reason.DAMAGED),
        "proposal": {"clause": "", "deductions": [("K8", "KES 400")], "refund": "KES 7,600"},
        "sheet": {
            "came": Came.AS_ORDERED.label,
            "fault": "",
            "disposition": Disposition.TO_SELLER.label,
            "rows": [{"text": Reason.DAMAGED.label, "declared": False, "found": True}],
        },
        "near": {"points": [], "town": "Nairobi", "is_of_town": True},
        "ended": {"ticket": Ticket(state=State.EXPIRED, line=ticket.line), "is_window_over": False},
    }


def _ticket(now: datetime) -> ReturnRefundTicket:
    person = User(name="Amina W.", phone=PHONE)
    customer = Customer(user=person)
    order = Order(number="KE-1048576", country="KE", currency="KES", customer=customer, city="Nairobi")
    order.kind = OrderKind.LOCAL
    shop = Shop(name="Jiko Store", phone=PHONE, country="KE")
    line = OrderLine(order=order, shop=shop, number=1, name="Kettle", quantity=2)
    ticket: ReturnRefundTicket = ReturnRefundTicket(
        reference="KC-AB23-CD45",
        line=line,
        customer=customer,
        shop=shop,
        country="KE",
        currency="KES",
        asked_service=Service.RETURN_REFUND,
        service=Service.RETURN_REFUND,
        reason=Reason.DAMAGED,
        statement="The lid is broken.",
        refund_route=RefundRoute.WALLET,
        quantity=1,
        state=State.AWAITING_RETURN,
        holder=Party.CUSTOMER,
        method=ReturnMethod.KILISHOP,
        liable=Liable.SHOP,
        opened_at=now,
    )
    return ticket


def _evidence(now: datetime) -> list[Evidence]:
    """A video that is being checked, one that was refused, a photo that is past its time."""
    return [
        Evidence(kind=EvidenceKind.VIDEO, party=Party.CUSTOMER),
        Evidence(kind=EvidenceKind.VIDEO, party=Party.CUSTOMER, refusal=RefusedFile.TOO_LONG, removed_at=now),
        Evidence(kind=EvidenceKind.PHOTO, party=Party.CUSTOMER, checked_at=now, removed_at=now),
    ]
