"""The words of the portal: services, reasons, states, steps and the people who take them."""

from collections.abc import Sequence

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Service(TextChoices):
    """What the customer asks for; each is a state machine of its own."""

    RETURN_REFUND = "return_refund", _("Return & refund")
    EXCHANGE = "exchange", _("Exchange")
    REFUND_ONLY = "refund_only", _("Refund only")


class Reason(TextChoices):
    """Why; all but the first are objective."""

    CHANGE_OF_MIND = "change_of_mind", _("I changed my mind")
    DEFECTIVE = "defective", _("It does not work")
    NOT_AS_DESCRIBED = "not_as_described", _("It is not as described")
    WRONG_ITEM = "wrong_item", _("I got the wrong item, colour, size or model")
    MISSING = "missing", _("A part or a product is missing")
    COUNTERFEIT = "counterfeit", _("I believe it is counterfeit")
    DAMAGED = "damaged", _("It arrived damaged")

    @property
    def is_objective(self) -> bool:
        """Whether the goods, not the customer's taste, are the reason (domain: Words)."""
        return self is not Reason.CHANGE_OF_MIND


class MissingKind(TextChoices):
    """What is missing (clause K3); not stated means a part."""

    PART = "part", _("A part of the product")
    PRODUCT = "product", _("A whole product of the parcel")
    PARCEL = "parcel", _("The whole parcel never came")


class State(TextChoices):
    """Where a ticket stands; the last five are closed."""

    SELLER_REVIEW = "seller_review", _("Waiting for the seller")
    SOLUTION_OFFERED = "solution_offered", _("A solution is offered")
    SELLER_REJECTED = "seller_rejected", _("The seller said no")
    KILIMALL_REVIEW = "kilimall_review", _("Kilimall is deciding")
    EVIDENCE_REQUESTED = "evidence_requested", _("More proof is asked for")
    AWAITING_RETURN = "awaiting_return", _("Waiting for the goods to be sent")
    RETURN_IN_TRANSIT = "return_in_transit", _("The goods are on their way to Kilimall")
    INSPECTION = "inspection", _("Kilimall is checking the goods")
    INSPECTION_FAILED = "inspection_failed", _("The check was not passed")
    SENDING_BACK = "sending_back", _("The goods are going back")
    REPLACEMENT_PENDING = "replacement_pending", _("The new item is being prepared")
    REPLACEMENT_CHOICE = "replacement_choice", _("No new item: waiting for a choice")
    REPLACEMENT_SHIPPED = "replacement_shipped", _("The new item is on its way")
    REFUND_PROCESSING = "refund_processing", _("The money is being paid")
    REFUNDED = "refunded", _("Refunded")
    EXCHANGED = "exchanged", _("Exchanged")
    REJECTED = "rejected", _("Closed without a refund")
    CANCELLED = "cancelled", _("Withdrawn")
    EXPIRED = "expired", _("Closed: a step was missed")


CLOSED_STATES = frozenset({State.REFUNDED, State.EXCHANGED, State.REJECTED, State.CANCELLED, State.EXPIRED})
OPEN_STATES = frozenset(State) - CLOSED_STATES


class Step(TextChoices):
    """A move that a party may take. A step has one outcome: two outcomes are two steps."""

    OPEN = "open", _("Apply")
    APPROVE = "approve", _("Approve")
    OFFER = "offer", _("Offer something else")
    REJECT = "reject", _("Reject")
    HAND_TO_KILIMALL = "hand_to_kilimall", _("Hand to Kilimall")
    SEND_TO_DESK = "send_to_desk", _("Put before the desk at once")
    TAKE_OVER = "take_over", _("Kilimall takes over")
    ACCEPT = "accept", _("Accept the solution")
    ACCEPT_BY_SILENCE = "accept_by_silence", _("Accepted by silence")
    ACCEPT_HERE = "accept_here", _("Accept the solution: the goods are here")
    APPEAL = "appeal", _("Ask Kilimall to decide")
    EXPIRE = "expire", _("Closed: no answer in time")
    WITHDRAW = "withdraw", _("Withdraw the application")
    ASK_EVIDENCE = "ask_evidence", _("Ask for more proof")
    ANSWER = "answer", _("Send the proof")
    CLOSE_FILE = "close_file", _("Decide without the proof")
    RULE_OFFER = "rule_offer", _("Decide on a solution for the customer")
    RULE_REFUND = "rule_refund", _("Decide for the customer: money back")
    RULE_REPLACE = "rule_replace", _("Decide for the customer: a new item")
    RULE_AGAINST = "rule_against", _("Decide against the customer")
    RULE_SEND_BACK = "rule_send_back", _("Decide against the customer: the goods go back")
    RULE_DELIVERED = "rule_delivered", _("Decide that the new item was delivered")
    RULE_BY_DEFAULT = "rule_by_default", _("Granted, as the seller stayed silent")
    ESCALATE = "escalate", _("Put before the supervisor")
    EXTEND = "extend", _("Time extended")
    LOG_EARLY = "log_early", _("Log the goods: they are here already")
    HAND_OVER = "hand_over", _("Hand over the goods")
    CHANGE_METHOD = "change_method", _("Change the return method")
    BOOK_COLLECTION = "book_collection", _("Book a rider")
    COLLECTION_FAILED = "collection_failed", _("Nobody handed the goods over")
    COLLECTION_MISSED = "collection_missed", _("We could not collect")
    GIVE_UP_COLLECTION = "give_up_collection", _("Nobody handed the goods over, the last time")
    CORRECT_WAYBILL = "correct_waybill", _("Correct the waybill")
    RECEIVE = "receive", _("Receive the parcel")
    PRESUME_RECEIVED = "presume_received", _("Presumed received")
    TRACE_PARCEL = "trace_parcel", _("The parcel did not arrive: Kilimall looks into it")
    PASS = "pass_goods", _("Pass the goods")
    PASS_PART = "pass_part", _("Pass a part of the goods")
    SPLIT = "split", _("The rest of the goods")
    FAIL = "fail_goods", _("Fail the goods")
    SEND_BACK = "send_back", _("Take the goods back")
    ARRIVE = "arrive", _("Arrived at the counter")
    SHELVE = "shelve", _("Kept on the shelf")
    HAND_BACK = "hand_back", _("Hand the goods back")
    DISPOSE = "dispose", _("Disposed of")
    DISPATCH = "dispatch", _("Send the new item")
    NO_STOCK = "no_stock", _("No stock")
    OFFER_CHOICE = "offer_choice", _("The new item is late: the customer chooses")
    CHOOSE_VARIANT = "choose_variant", _("Choose another one")
    REFUND_INSTEAD = "refund_instead", _("Take the money instead")
    CONFIRM = "confirm", _("The new item was received")
    REPORT_MISSING = "report_missing", _("The new item has not come")
    SETTLE = "settle", _("The money was paid")


FETCHED = frozenset({Step.SHELVE, Step.DISPOSE, Step.CONFIRM})
"""What the clocks of goods that wait at a counter end in."""

FOUNDING = frozenset({Step.OPEN, Step.SPLIT})
"""Steps with which a ticket begins; all others are arrows of a machine."""

ACCEPTING = frozenset({Step.ACCEPT, Step.ACCEPT_HERE})
"""Steps that take what lies on the table; only they may change a ticket's service."""


def steps() -> Sequence[tuple[str, StrOrPromise]]:
    """The steps as the choices of a column: by its name, so that a new step asks for no migration."""
    return Step.choices


class Party(TextChoices):
    """Who stands on a side of a ticket."""

    CUSTOMER = "customer", _("Customer")
    SELLER = "seller", _("Seller")
    KILIMALL = "kilimall", _("Kilimall")
    SYSTEM = "system", _("The clock")


class Role(TextChoices):
    """In what capacity a person acts. Kilimall's people carry one or more of the lower six."""

    CUSTOMER = "customer", _("Customer")
    SELLER = "seller", _("Seller's staff")
    SYSTEM = "system", _("KiliCare")
    DESK = "desk", _("Support agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    WAREHOUSE = "warehouse", _("Warehouse")
    COUNTER = "counter", _("Kilishop counter")
    RIDER = "rider", _("Rider")
    FINANCE = "finance", _("Finance")

    @property
    def party(self) -> Party:
        """The side on which this role stands."""
        own = {Role.CUSTOMER: Party.CUSTOMER, Role.SELLER: Party.SELLER, Role.SYSTEM: Party.SYSTEM}
        return own.get(self, Party.KILIMALL)


class ReturnMethod(TextChoices):
    """How the goods come back."""

    KILISHOP = "kilishop", _("Drop off at a Kilishop")
    COLLECTION = "collection", _("A rider collects at my door (Nairobi)")
    COURIER = "courier", _("My own courier, with a waybill")


class Against(TextChoices):
    """What an objection is about."""

    DEDUCTION = "deduction", _("A deduction that was not shown before")
    LIABILITY = "liability", _("Who bears the cost")
    COUNT = "count", _("What is said to have been in the parcel")


class HandedBack(TextChoices):
    """How goods of a closed ticket left Kilimall."""

    HANDED_BACK = "handed_back", _("Handed back to the customer")
    DISPOSED = "disposed", _("Never fetched, and disposed of")


class Came(TextChoices):
    """What was in the parcel."""

    AS_ORDERED = "as_ordered", _("The goods of the order")
    OTHER = "other", _("Other goods than those of the order")
    EMPTY = "empty", _("Nothing, or worthless filling")


class Fault(TextChoices):
    """Whether the warehouse finds what the customer says is wrong."""

    FOUND = "found", _("Yes, it is there")
    NOT_FOUND = "not_found", _("No, it is not there")
    UNTESTED = "untested", _("It can't be tested here")


class Disposition(TextChoices):
    """Where inspected goods go."""

    RESTOCK = "restock", _("Back on the shelf, as new")
    REFURBISH = "refurbish", _("To be refurbished")
    SCRAP = "scrap", _("To be scrapped")
    TO_SELLER = "to_seller", _("To the seller")
    TO_CUSTOMER = "to_customer", _("To the customer")
    HELD = "held", _("Held: counterfeit or dangerous")


class Collected(TextChoices):
    """What became of a rider's visit; whose fault a lost one was is in the word."""

    COLLECTED = "collected", _("Collected")
    FAILED = "failed", _("Nobody handed the goods over")
    MISSED = "missed", _("The rider did not come")
    CALLED_OFF = "called_off", _("Called off")


class Goods(TextChoices):
    """Where the returned goods are."""

    WITH_CUSTOMER = "with_customer", _("With the customer")
    ON_THE_WAY = "on_the_way", _("On the way to Kilimall")
    IN_HAND = "in_hand", _("With Kilimall")
    GONE = "gone", _("Handed back or disposed of")


class RefundRoute(TextChoices):
    """How the money comes back."""

    WALLET = "wallet", _("Kilimall wallet")
    MPESA = "mpesa", _("M-Pesa")


class PayoutState(TextChoices):
    """Where a payout stands; it has ended when it is paid, or went to the wallet instead."""

    QUEUED = "queued", _("Waits to be sent")
    SUBMITTING = "submitting", _("Being sent")
    SUBMITTED = "submitted", _("Taken by the provider")
    UNKNOWN = "unknown", _("Outcome not known")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed: somebody must look")
    TO_WALLET = "to_wallet", _("Paid into the wallet instead")


class PayoutStep(TextChoices):
    """What happens to a payout."""

    RELEASE = "release", _("Released by a second person")
    SUBMIT = "submit", _("Sent to the provider")
    PUT_OFF = "put_off", _("Not taken: tried again later")
    ACCEPT = "accept", _("Taken by the provider")
    LOSE_SIGHT = "lose_sight", _("No sure answer")
    CONFIRM = "confirm", _("Confirmed as paid")
    FAIL = "fail", _("Confirmed as failed")
    RETRY = "retry", _("To be sent anew")
    DIVERT = "divert", _("Paid into the wallet instead")


class Finding(TextChoices):
    """What a provider's message turned out to be."""

    APPLIED = "applied", _("It moved its payout")
    NOTHING_NEW = "nothing_new", _("It says what is known")
    NOT_SURE = "not_sure", _("The provider is asked instead")
    MISFIT = "misfit", _("It does not fit its payout")
    UNREADABLE = "unreadable", _("It can't be read")
    CONTRADICTS = "contradicts", _("It says paid, after we were told that it failed")


class ComponentKind(TextChoices):
    """A part of a refund; minus_* are deductions."""

    GOODS = "goods", _("Price paid for the goods")
    DELIVERY_FEE = "delivery_fee", _("Delivery fee")
    RETURN_FREIGHT = "return_freight", _("Your courier's fee")
    MINUS_GIFT = "minus_gift", _("Lost or damaged gift")
    MINUS_INVOICE_TAX = "minus_invoice_tax", _("Tax of the lost paper invoice")
    GIFT_BACK = "gift_back", _("Deduction for the gift, paid back")
    INVOICE_TAX_BACK = "invoice_tax_back", _("Deduction for the invoice, paid back")


PAID_BACK = {
    ComponentKind.MINUS_GIFT: ComponentKind.GIFT_BACK,
    ComponentKind.MINUS_INVOICE_TAX: ComponentKind.INVOICE_TAX_BACK,
}
"""What a deduction becomes when an objection to it is upheld."""

OF_GOODS = (ComponentKind.GOODS, *PAID_BACK, *PAID_BACK.values())
"""What counts against the price of the line itself; fees and freight are beside it."""


class RejectCode(TextChoices):
    """Why a seller says no."""

    NOT_AS_CLAIMED = "not_as_claimed", _("The product is not as the application says")
    EVIDENCE_INSUFFICIENT = "evidence_insufficient", _("The proof does not show the fault")
    CONDITION = "condition", _("The goods are not in the condition the policy asks for")
    NOT_COVERED = "not_covered", _("The policy does not cover this")
    ALREADY_SOLVED = "already_solved", _("This was solved already")


class HandOverCode(TextChoices):
    """Why a shop hands a ticket to Kilimall."""

    HOLIDAY = "holiday", _("The shop is on holiday")
    CONFLICT = "conflict", _("The shop has a conflict of interest")


class Liable(TextChoices):
    """Who bears the cost of a refund."""

    SHOP = "shop", _("The shop")
    KILIMALL = "kilimall", _("Kilimall")
    NOBODY = "nobody", _("Nobody")


class ParcelKind(TextChoices):
    """Which way a parcel goes."""

    RETURN = "return", _("Goods coming back")
    REPLACEMENT = "replacement", _("New item going out")


class StrikeKind(TextChoices):
    """What is noted against a shop."""

    SILENT = "silent", _("No answer within the time")
    UPHELD = "upheld", _("Wrong or counterfeit item confirmed")
    NO_STOCK = "no_stock", _("No stock for a promised exchange")


class NoticeKind(TextChoices):
    """What a notice tells: a step, or that a clock is running out."""

    STEP = "step", _("What happened")
    REMINDER_24 = "reminder_24", _("24 hours left")
    REMINDER_3 = "reminder_3", _("3 hours left")
    OBJECTED = "objected", _("An objection was raised")
    JUDGED = "judged", _("An objection was answered")
    MESSAGE = "message", _("Somebody wrote a message")
    HOME_SENT = "home_sent", _("Goods of a closed ticket go home")
    HOME_HERE = "home_here", _("They are at the counter")
    HOME_SHELF = "home_shelf", _("They are kept on the shelf")
    HOME_GONE = "home_gone", _("They were disposed of")
    WAITS_3 = "waits_3", _("The parcel waits since 3 days")
    WAITS_60 = "waits_60", _("The parcel waits since 60 days")
    WAITS_83 = "waits_83", _("The parcel waits for a week more")

    @property
    def waits(self) -> bool:
        """Whether it tells of goods that wait at a counter."""
        return self.value.startswith("waits")

    @property
    def reminds(self) -> bool:
        """Whether it tells of no step, but of time that runs."""
        return self.waits or self.value.startswith("reminder")


class EvidenceKind(TextChoices):
    """What a file of evidence is."""

    PHOTO = "photo", _("Photo")
    VIDEO = "video", _("Video")


class RefusedFile(TextChoices):
    """Why a file was not kept, once it was looked into."""

    UNREADABLE = "unreadable", _("This video can't be read. Please take it again.")
    TOO_LONG = "too_long", _("This video is longer than 60 seconds. Please send a shorter one.")
    UNPLAYABLE = "unplayable", _("Browsers can't play this kind of video. Please send an MP4, MOV or WebM.")


class EnginePart(TextChoices):
    """What the engine does by itself; each part beats a heart of its own."""

    LAPSE = "lapse", _("Clocks that run out")
    SETTLE = "settle", _("Refunds that wait")
    REMIND = "remind", _("Reminders and extensions")
    CODES = "codes", _("Sign-in messages")
    EMAIL = "email", _("E-mails")
    SMS = "sms", _("SMS")
    PAYOUT = "payout", _("Payouts to M-Pesa")
    RECONCILE = "reconcile", _("Payouts without an answer")
    HAND_BACK = "hand_back", _("Goods of closed tickets")
    VIDEOS = "videos", _("Videos to check")
    FORGET = "forget", _("Files past their time")


class Content(IntegerChoices):
    """How content somebody was."""

    BAD = 1, _("Bad")
    SO_SO = 2, _("So-so")
    GOOD = 3, _("Good")


class Channel(TextChoices):
    """How a notice travels."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class Delivery(TextChoices):
    """What became of an SMS that the provider had accepted."""

    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not delivered")


class Topic(TextChoices):
    """Messages that somebody may do without: nothing is decided in them, and nothing is missed for good."""

    PROGRESS = "progress", _("News that ask nothing of you")
    FIRST_REMINDER = "first_reminder", _("The first reminder, 24 hours before a time ends")
    MESSAGES = "messages", _("Somebody wrote you a message")


class AccountKind(TextChoices):
    """Whose money an account of the ledger counts."""

    REFUNDS = "refunds", _("Refunds paid by Kilimall")
    WALLET = "wallet", _("A customer's wallet")
    MPESA = "mpesa", _("Kilimall's M-Pesa account")
    SHOP = "shop", _("A shop")
    COMMISSION = "commission", _("Kilimall's commission")
    OUTGOING = "outgoing", _("Withdrawals on their way")
    FEES = "fees", _("Fees of withdrawals")
