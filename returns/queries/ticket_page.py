"""All that the page of one ticket shows to one person; the page itself asks nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kilicare.accounts.models import User
from returns.enums import Goods, Party, Role, State, Step
from returns.models import Evidence, Parcel, RefundComponent, Scan, Ticket, TicketEvent
from returns.models.ticket import Machine
from returns.policy.clauses import CLAUSES, fill
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.policy.terms import terms_of
from returns.policy.turns import turn_of
from returns.queries.access import roles_on
from returns.queries.deadlines import Deadline, deadline
from returns.queries.deciding import Lapse, decide
from returns.queries.progress import Stage, stages
from returns.queries.stakes import MoneyView, decided_money, expected_money
from returns.queries.steps import open_steps
from returns.queries.timeline import Entry, timeline
from returns.queries.wording import awaited, lapse_of, moment_text, next_of, task_of, until_text


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the rules said when the customer applied, and what was declared of the goods."""

    clause: str
    title: str
    closes: str
    declared: Sequence[str]
    terms: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One ticket as its row says, as it stands decided, by what steps of the clock; and in what roles who."""

    row: Ticket
    ticket: Machine
    lapses: Sequence[Lapse]
    roles: frozenset[Role]
    now: datetime


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One ticket, as it stands decided, for one reader."""

    ticket: Machine
    party: Party
    roles: frozenset[Role]
    now: datetime
    steps: Sequence[Step]
    deadline: Deadline | None
    flagged: str
    stages: Sequence[Stage]
    events: Sequence[TicketEvent]
    history: Sequence[Entry]
    evidence: Sequence[Evidence]
    parcels: Sequence[Parcel]
    money: MoneyView | None

    @property
    def is_mine(self) -> bool:
        """Whether it is this reader's turn: of Kilimall's people, theirs who can do something about it."""
        held = self.ticket.is_open and self.ticket.holder == self.party
        return held and (self.party != Party.KILIMALL or bool(self.steps))

    @property
    def tone(self) -> str:
        """How the state's badge looks."""
        if not self.ticket.is_open:
            good = self.ticket.state in {State.REFUNDED, State.EXCHANGED}
            return "done" if good else "closed"
        if self.deadline and self.deadline.is_urgent:
            return "urgent"
        return "mine" if self.is_mine else "waiting"

    @property
    def task(self) -> str:
        """What must be done now: in the second person for whose turn it is."""
        turn = turn_of(self.ticket)
        return task_of(turn, self.now) if self.is_mine else awaited(turn, self.party)

    @property
    def otherwise(self) -> str:
        """What happens if nobody acts."""
        return lapse_of(self.ticket.due_step, terms_of(self.ticket.terms), self.party)

    @property
    def next(self) -> str:
        """What comes after."""
        return next_of(self.ticket.state, self.party)

    @property
    def is_window_over(self) -> bool:
        """Whether a new application would come too late: only Kilimall can reopen it (domain: Clocks)."""
        closes = self.ticket.verdict["closes_at"]
        return bool(closes) and self.now >= datetime.fromisoformat(closes)

    @property
    def weighed(self) -> Weighed:
        """The verdict that was kept with the ticket."""
        ticket, kept = self.ticket, self.ticket.verdict
        terms, closes = terms_of(ticket.terms), kept["closes_at"]
        return Weighed(
            clause=kept["clause"],
            title=fill(CLAUSES[kept["clause"]].title, terms),
            closes=until_text(datetime.fromisoformat(closes), ticket.country) if closes else "",
            declared=[str(text) for fact, text in DECLARED_TEXTS.items() if ticket.declared[fact]],
            terms=ticket.terms,
        )

    @property
    def last(self) -> Entry:
        """The latest step: who decided what, and when."""
        return self.history[-1]

    @property
    def words_of_no(self) -> Entry | None:
        """The step that the customer may now appeal, or that closed the ticket against them."""
        told = {State.SELLER_REJECTED, State.INSPECTION_FAILED, State.REJECTED, State.EVIDENCE_REQUESTED}
        spoken = [entry for entry in self.history if entry.text or entry.clause]
        return spoken[-1] if spoken and self.ticket.state in told else None


def standing(ticket: Ticket, user: User, now: datetime) -> Standing:
    """How a ticket stands, and this person on it: all that taking a step needs."""
    decided, lapses = decide(ticket, now)
    return Standing(ticket, decided, lapses, roles_on(user, ticket), now)


def ticket_page(stands: Standing, user: User) -> TicketPage:
    """The page of a ticket that this person may see. Four statements, however long its history."""
    ticket, decided, roles, now = stands.row, stands.ticket, stands.roles, stands.now
    party = min((role.party for role in roles), default=Party.KILIMALL)
    events = list(TicketEvent.objects.filter(ticket=ticket.pk).select_related("by").order_by("number"))
    return TicketPage(
        ticket=decided,
        party=party,
        roles=roles,
        now=now,
        steps=open_steps(decided, roles, now=now, user=user),
        deadline=deadline(decided.due_at, ticket.country, now),
        flagged=until_text(decided.flagged_at, ticket.country) if decided.flagged_at else "",
        stages=stages(decided, _visited(events, stands.lapses, decided), own=party == Party.CUSTOMER),
        events=events,
        history=timeline(ticket, events, stands.lapses, party),
        evidence=list(
            Evidence.objects.filter(ticket=ticket.pk).select_related("event").order_by("added_at", "pk")
        ),
        parcels=parcels_of(decided),
        money=money_view(decided, party),
    )


def _visited(events: Sequence[TicketEvent], lapses: Sequence[Lapse], decided: Machine) -> set[str]:
    return {event.to_state for event in events} | ({decided.state} if lapses else set())


def parcels_of(ticket: Machine) -> list[Parcel]:
    """The goods on their way back and the new item on its way out; none before the goods have left."""
    if ticket.goods == Goods.WITH_CUSTOMER:
        return []
    return list(Parcel.objects.filter(ticket=ticket.pk).order_by("sent_at", "pk"))


def money_view(ticket: Machine, party: Party) -> MoneyView | None:
    """The refund as it was decided, else as it would be; None where no money is in sight."""
    parts = list(
        RefundComponent.objects.filter(refund__ticket=ticket.pk)
        .select_related("refund__payout")
        .order_by("refund", "pk")
    )
    return decided_money(parts[0].refund, parts, ticket, party) if parts else expected_money(ticket)


def scans_of(ticket: Ticket) -> list[tuple[str, str, str, bool]]:
    """What counters, riders and the warehouse saw of its parcels: when, step, place, whether it moved."""
    scans = Scan.objects.filter(ticket=ticket.pk).order_by("at", "pk")
    return [
        (
            moment_text(scan.at, ticket.country),
            str(Step(scan.step).label),
            scan.place or _("no place"),
            scan.moved,
        )
        for scan in scans
    ]
