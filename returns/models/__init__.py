"""The rows of the after-sale portal."""

from returns.models.closure import Closure
from returns.models.console import Assignment, Macro, SavedView
from returns.models.draft import Draft
from returns.models.event import ClockSegment, Notice, TicketEvent
from returns.models.evidence import Evidence
from returns.models.hand_back import HandBack
from returns.models.heartbeat import Heartbeat
from returns.models.holiday import Holiday
from returns.models.inspection import Inspection
from returns.models.message import Message, ReadMark
from returns.models.money import LedgerAccount, Refund, RefundComponent, Transfer
from returns.models.mute import Mute
from returns.models.number import VerifiedNumber
from returns.models.objection import Objection
from returns.models.parcel import Parcel, Scan, UnclaimedParcel, Waybill
from returns.models.payout import (
    Payout,
    PayoutAttempt,
    PayoutEvent,
    PayoutPause,
    ProviderMessage,
    StatusQuery,
)
from returns.models.place import Carrier, Collection, Destination, Point
from returns.models.rating import Rating
from returns.models.reservation import Reservation
from returns.models.setback import Setback
from returns.models.ticket import (
    MACHINES,
    ExchangeTicket,
    RefundOnlyTicket,
    ReturnRefundTicket,
    Ticket,
)
from returns.models.withdrawal import Withdrawal

__all__ = [
    "MACHINES",
    "Assignment",
    "Carrier",
    "ClockSegment",
    "Closure",
    "Collection",
    "Destination",
    "Draft",
    "Evidence",
    "ExchangeTicket",
    "HandBack",
    "Heartbeat",
    "Holiday",
    "Inspection",
    "LedgerAccount",
    "Macro",
    "Message",
    "Mute",
    "Notice",
    "Objection",
    "Parcel",
    "Payout",
    "PayoutAttempt",
    "PayoutEvent",
    "PayoutPause",
    "Point",
    "ProviderMessage",
    "Rating",
    "ReadMark",
    "Refund",
    "RefundComponent",
    "RefundOnlyTicket",
    "Reservation",
    "ReturnRefundTicket",
    "SavedView",
    "Scan",
    "Setback",
    "StatusQuery",
    "Ticket",
    "TicketEvent",
    "Transfer",
    "UnclaimedParcel",
    "VerifiedNumber",
    "Waybill",
    "Withdrawal",
]
