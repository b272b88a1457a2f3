"""What became of the demo's purchases: each ticket, and its steps so many hours ago."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from returns.enums import HandOverCode, Party, Reason, RejectCode, ReturnMethod, Service, Step

CLOCKS_WORD: Final = frozenset({Step.TAKE_OVER, Step.ESCALATE})
"""Steps that nobody takes: their clock runs out before the named hour."""
SEEN: Final = {
    Reason.CHANGE_OF_MIND: ("seal",),
    Reason.DEFECTIVE: ("crack", "label"),
    Reason.DAMAGED: ("crack", "box"),
}
"""What the photos of an application show; those of the other reasons show the parcel."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step: how many hours ago, by whom (nobody is the system), with which answers."""

    hours: float
    step: Step
    who: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket on a line of a purchase, applied for so many hours ago."""

    purchase: str
    hours: float
    service: Service
    reason: Reason
    statement: str
    steps: tuple[Taken, ...] = ()
    line: int = 1
    claim: Mapping[str, Any] = field(default_factory=dict)
    """What the claim says beyond service and reason; `amount` is a plain figure."""
    said: tuple[tuple[float, str, str], ...] = ()
    """Messages: how many hours ago, by whom, what."""

    @property
    def photos(self) -> tuple[str, ...]:
        """What the photos of the application show."""
        return SEEN.get(self.reason, ("box", "label"))


def _returned(opened: float, who: str, seller: str, *, inspected: bool = True) -> tuple[Taken, ...]:
    """The usual way back to the warehouse: approved, accepted, brought to a counter, received."""
    way = (
        Taken(opened - 10, Step.APPROVE, seller),
        Taken(opened - 18, Step.ACCEPT, who, {"method": ReturnMethod.KILISHOP}),
        Taken(opened - 30, Step.HAND_OVER, "counter", {"place": "Kilishop Moi Avenue"}),
        Taken(opened - 52, Step.RECEIVE, "warehouse", {"place": "Warehouse, dock 2"}),
    )
    return way if inspected else way[:3]


R_AND_R, EXCHANGE, REFUND_ONLY = Service.RETURN_REFUND, Service.EXCHANGE, Service.REFUND_ONLY

WITH_A_SELLER: Final = (
    Story(
        "iron",
        45,
        R_AND_R,
        Reason.DEFECTIVE,
        "It turns for a minute, then it stops.",
        said=(
            (30, "wanjiru", "Sorry to hear that. Does it start again when it has cooled down?"),
            (29, "amina", "No, it only hums. My number is 0711 000 101."),
            (6, "amina", "Will you answer today?"),
        ),
    ),
    Story(
        "kettle",
        26,
        REFUND_ONLY,
        Reason.DAMAGED,
        "The lid came cracked. I can live with it for 400 off.",
        claim={"quantity": 1, "amount": Decimal(400)},
    ),
    Story("cooker", 9, R_AND_R, Reason.NOT_AS_DESCRIBED, "The listing says two burners, this one has one."),
    Story("shoes", 0.4, EXCHANGE, Reason.WRONG_ITEM, "I ordered size 42 and got size 40."),
    Story("earphones", 31, R_AND_R, Reason.DEFECTIVE, "The left side is silent."),
    Story(
        "kampala",
        20,
        REFUND_ONLY,
        Reason.MISSING,
        "The measuring jug is not in the box.",
        claim={"amount": Decimal(15_000)},
    ),
    Story("lagos", 12, EXCHANGE, Reason.DEFECTIVE, "They don't charge."),
)
WITH_A_CUSTOMER: Final = (
    Story(
        "sufuria",
        50,
        REFUND_ONLY,
        Reason.DAMAGED,
        "Two of the five lids are bent.",
        (
            Taken(
                20,
                Step.OFFER,
                "wanjiru",
                {"service": REFUND_ONLY, "amount": Decimal(400), "text": "We can pay for both lids."},
            ),
        ),
        claim={"amount": Decimal(900)},
    ),
    Story(
        "speaker",
        48,
        R_AND_R,
        Reason.DEFECTIVE,
        "It switches itself off after ten minutes.",
        (Taken(24, Step.APPROVE, "wanjiru"),),
    ),
    Story(
        "watch",
        16 * 24,
        R_AND_R,
        Reason.COUNTERFEIT,
        "The maker says this serial number does not exist.",
        (
            Taken(
                15 * 24,
                Step.REJECT,
                "otieno",
                {"code": RejectCode.NOT_AS_CLAIMED, "clause": "2-T6", "text": "We buy from the maker."},
            ),
            Taken(14 * 24, Step.APPEAL, "njoki", {"text": "The maker's mail is attached."}, ("label",)),
            Taken(0.2, Step.ESCALATE),
        ),
    ),
)
WITH_THE_DESK: Final = (
    Story(
        "laptop",
        96,
        R_AND_R,
        Reason.NOT_AS_DESCRIBED,
        "4 GB of memory instead of the 8 GB of the listing.",
        (
            Taken(
                60,
                Step.REJECT,
                "otieno",
                {
                    "code": RejectCode.EVIDENCE_INSUFFICIENT,
                    "clause": "2-T3",
                    "text": "The photos do not show the memory.",
                },
            ),
            Taken(8, Step.APPEAL, "brian", {"text": "Here is the screen with the memory on it."}, ("crack",)),
        ),
    ),
    Story(
        "fake",
        70,
        REFUND_ONLY,
        Reason.COUNTERFEIT,
        "The box has spelling mistakes and the sound is thin.",
        (Taken(21, Step.TAKE_OVER),),
    ),
    Story(
        "half",
        60,
        REFUND_ONLY,
        Reason.DAMAGED,
        "One of the two glasses came in pieces.",
        (
            Taken(40, Step.HAND_TO_KILIMALL, "wanjiru", {"code": HandOverCode.HOLIDAY}),
            Taken(
                16,
                Step.ASK_EVIDENCE,
                "desk",
                {"party": Party.CUSTOMER, "text": "Please show the whole parcel and its label."},
            ),
        ),
        claim={"quantity": 1},
    ),
)
ON_THE_ROAD: Final = (
    Story(
        "counter",
        50,
        R_AND_R,
        Reason.DEFECTIVE,
        "The blade does not turn.",
        (
            Taken(30, Step.APPROVE, "wanjiru"),
            Taken(10, Step.ACCEPT, "brian", {"method": ReturnMethod.KILISHOP}),
        ),
    ),
    Story(
        "door",
        60,
        R_AND_R,
        Reason.DAMAGED,
        "One burner is bent, the box was open.",
        (
            Taken(40, Step.APPROVE, "otieno"),
            Taken(6, Step.ACCEPT, "amina", {"method": ReturnMethod.COLLECTION}),
            Taken(5, Step.BOOK_COLLECTION, "amina", {"address": "Kilimani, Wood Avenue 8, second floor"}),
        ),
    ),
    Story(
        "travelling",
        90,
        R_AND_R,
        Reason.DEFECTIVE,
        "Steam comes out of the handle.",
        _returned(90, "brian", "otieno", inspected=False),
    ),
    Story(
        "inspected",
        100,
        R_AND_R,
        Reason.CHANGE_OF_MIND,
        "The colour does not suit me after all.",
        _returned(100, "njoki", "otieno"),
    ),
    Story(
        "swapped",
        100,
        EXCHANGE,
        Reason.DEFECTIVE,
        "It crackles.",
        (*_returned(100, "brian", "otieno"), Taken(20, Step.PASS, "warehouse")),
    ),
    Story(
        "arrived",
        140,
        EXCHANGE,
        Reason.WRONG_ITEM,
        "The wrong size again.",
        (
            *_returned(140, "brian", "otieno"),
            Taken(70, Step.PASS, "warehouse"),
            Taken(50, Step.DISPATCH, "otieno", {"carrier": "Coast Couriers", "waybill": "CC-2048-771"}),
        ),
    ),
    Story(
        "refused",
        150,
        R_AND_R,
        Reason.DEFECTIVE,
        "The zip is broken.",
        (
            *_returned(150, "hassan", "otieno"),
            Taken(
                80,
                Step.FAIL,
                "warehouse",
                {"clause": "3-X3", "text": "The lining was cut open with a blade."},
                ("crack",),
            ),
            Taken(60, Step.SEND_BACK, "hassan"),
            Taken(20, Step.ARRIVE, "counter", {"place": "Kilishop Moi Avenue"}),
        ),
    ),
)
AT_AN_END: Final = (
    Story(
        "refunded",
        180,
        R_AND_R,
        Reason.DEFECTIVE,
        "It leaks from the bottom.",
        (
            *_returned(180, "amina", "wanjiru"),
            Taken(100, Step.PASS, "warehouse", {"gift_lost": True}),
            Taken(99, Step.SETTLE),
        ),
    ),
    Story(
        "exchanged",
        200,
        EXCHANGE,
        Reason.WRONG_ITEM,
        "I ordered M and got S.",
        (
            *_returned(200, "brian", "otieno"),
            Taken(140, Step.PASS, "warehouse"),
            Taken(120, Step.DISPATCH, "otieno", {"carrier": "Coast Couriers", "waybill": "CC-2048-605"}),
            Taken(70, Step.ARRIVE, "counter", {"place": "Kilishop Nyali"}),
            Taken(60, Step.CONFIRM, "brian"),
        ),
    ),
)
STORIES: Final = (*WITH_A_SELLER, *WITH_A_CUSTOMER, *WITH_THE_DESK, *ON_THE_ROAD, *AT_AN_END)
