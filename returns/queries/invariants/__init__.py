"""What always holds, whatever crashes: each invariant as a question for those that break it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from returns.queries.invariants import keeping, money, tickets


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule, and what breaks it at a time: one line of text each."""

    title: str
    offenders: Callable[[datetime], Iterable[str]]


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("1 no clock is overdue by more than two ticks", tickets.overdue_clocks),
    Invariant("1 no clock lapsed early", tickets.early_lapses),
    Invariant("2 one live ticket per line, and clause K1's sums", tickets.crowded_lines),
    Invariant("2 tickets on a new item are within its exchange", tickets.crowded_replacements),
    Invariant("2 each line counts its tickets", tickets.miscounted_lines),
    Invariant("3 a refund is the sum of its components", money.uneven_refunds),
    Invariant("3 refunds of a line are within what was paid", money.overpaid_lines),
    Invariant("3 what was decided stands on the lines' counters", money.uncounted_refunds),
    Invariant("4 a ticket is refunded when its refund is paid, not otherwise", money.unpaid_ends),
    Invariant("4 what left by M-Pesa is what the ledger says, within its refund", money.unmatched_payouts),
    Invariant("5 the ledger keeps currencies, customers and shops apart", money.mixed_transfers),
    Invariant("5 a refund costs the shop what its liability asks", money.mischarged_shops),
    Invariant("5 no wallet is below zero", money.negative_wallets),
    Invariant("5 what was taken out of a wallet is sent once, or back", money.unmatched_withdrawals),
    Invariant("6 a paid refund has its transfers, and the other way round", money.unmatched_transfers),
    Invariant("7 a payout's state is its last event's, and no event is missing", money.torn_payouts),
    Invariant("7 a state is its last event's, and no event is missing", tickets.torn_histories),
    Invariant("7 each event follows from the one before, none from a closed state", tickets.broken_chains),
    Invariant("7 each event is an arrow of its machine", tickets.strange_arrows),
    Invariant("7 each event is sealed with the one before", tickets.broken_seals),
    Invariant("8 each notice is told, dropped, parked, or waits in its time", keeping.stuck_notices),
    Invariant("8 no sign-in message can be read after its time", keeping.readable_codes),
    Invariant("9 each piece of evidence has its file, with its hash", keeping.spoilt_files),
    Invariant("9 no file is without its row", keeping.orphaned_files),
)
"""In the order of the rules of reliability."""
