"""Made-up things for the gallery: each component drawn with what it may be given."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kilicare.kernel.verdict import Verdict
from returns.enums import Content, Liable, Party, Reason, State, Step
from returns.policy.clauses import CLAUSES, fill, words_of
from returns.policy.terms import terms_at
from returns.queries.advice import advice_on
from returns.queries.console import Hands
from returns.queries.deadlines import deadline, time_left
from returns.queries.figures import Bar, Figure
from returns.queries.figures import Content as ContentRow
from returns.queries.progress import Stage
from returns.queries.pulse import Pulse
from returns.queries.purchases import Answer
from returns.queries.scorecard import Product
from returns.queries.specimen_case import specimen_case
from returns.queries.wording import lapse_of, until_text
from returns.queries.wording.turns import TASK

ICONS = (
    "send-back",
    "exchange",
    "money",
    "clock",
    "scales",
    "box",
    "form",
    "search",
    "phone",
    "flag",
    "person",
    "chart",
    "message",
    "check",
)
TONES = ("waiting", "mine", "urgent", "done", "closed")
COLOURS = ("surface", "surface-2", "primary", "accent", "danger", "success-soft", "warning-soft", "info-soft")


def specimens(now: datetime) -> Mapping[str, Any]:
    """What the gallery shows; nothing of it is kept anywhere."""
    terms = terms_at(now)
    refused = Verdict("not_eligible", "2.2", next(iter(CLAUSES["2.2"].cases)))
    columns = [(_("Approved as asked"), "71 %")] * 3
    entry = {
        "told": State.REJECTED.label,
        "code": "",
        "clause": "2.2",
        "clause_title": fill(CLAUSES["2.2"].title, terms),
        "by": Party.SELLER.label,
        "when": until_text(now, "KE"),
        "at": now,
    }
    return {
        "case": specimen_case(now),
        "icons": ICONS,
        "tones": [(tone, State.SELLER_REVIEW.label) for tone in TONES],
        "colours": COLOURS,
        "soon": deadline(now + timedelta(hours=3), "KE", now),
        "later": deadline(now + timedelta(hours=30), "KE", now),
        "until": until_text(now, "KE"),
        "refusal": Answer(refused, "2.2", *words_of(refused, terms)),
        "stages": [
            Stage(_("Applied"), is_done=True, is_current=False),
            Stage(_("Seller review"), is_done=False, is_current=True),
            Stage(_("Done"), is_done=False, is_current=False),
        ],
        "figures": [Figure(_("Opened"), "128", _("as before"), "list=all")],
        "bars": [
            Bar(reason, reason.label, 9 - place, 100 - 10 * place, columns, "list=all")
            for place, reason in enumerate(list(Reason)[:3])
        ],
        "contents": list(Content.choices),
        "closed": [(Reason.CHANGE_OF_MIND.label, Answer(refused, "2.2", *words_of(refused, terms)))],
        "free": Hands(None, "", is_own=False, may_take=True, may_release=False, colleagues=[]),
        "preview": {
            "state": State.SOLUTION_OFFERED.label,
            "money": None,
            "liable": Liable.SHOP.label,
            "letters": [(Party.CUSTOMER.label, _("Kilimall decided on a solution. It is final."))],
        },
        "advice": advice_on(
            silent=2,
            overturned=1,
            rejected=4,
            upheld=0,
            took=timedelta(hours=30),
            reasons={Reason.DAMAGED: 5},
        ),
        "products": [Product("KETTLE-2", _("Product"), 3, 40)],
        "content": [ContentRow(_("Seller"), 12, "2.6")],
        "pulse": Pulse("", "", is_well=True),
        "late": Pulse(time_left(timedelta(minutes=12)), time_left(timedelta(hours=1)), is_well=False),
        "closure": (until_text(now, "KE"), ""),
        "page": {
            "ticket": {"is_open": True},
            "is_mine": True,
            "task": str(TASK[State.SELLER_REVIEW]),
            "deadline": deadline(now + timedelta(hours=30), "KE", now),
            "otherwise": lapse_of(Step.TAKE_OVER, terms),
        },
        "entry": entry,
        "history": [entry],
        "thread": {
            "unread": 1,
            "latest": 1,
            "said": [
                _said(Party.CUSTOMER, now, is_own=False),
                _said(Party.SELLER, now, is_own=True),
                _said(Party.KILIMALL, now, is_own=False, is_internal=True),
            ],
        },
        "periods": (7, 30, 90),
        "points": [
            {"name": "Kilishop Moi Avenue", "town": "Nairobi", "address": "Moi Avenue", "hours": "8-18"}
        ],
    }


def _said(party: Party, now: datetime, *, is_own: bool, is_internal: bool = False) -> Mapping[str, Any]:
    message = {"text": _("Thank you, we look into it."), "is_internal": is_internal, "is_masked": False}
    return {
        "who": party.label,
        "is_own": is_own,
        "message": message,
        "is_new": not is_own,
        "when": until_text(now, "KE"),
    }
