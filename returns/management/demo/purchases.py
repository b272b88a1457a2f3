"""The demo's orders: who bought what, how it was shipped, and how many hours ago it was signed for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

DAY: Final = 24  # hours


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an order; what else the feed says of it stands in `more`, field by field."""

    sku: str
    seller: str = "mwangi"
    quantity: int = 1
    discount: Decimal = Decimal(0)
    delivery_fee: Decimal = Decimal(0)
    gift: str = ""
    invoice: str = "electronic"
    promotion: str = ""
    parcel: str = ""


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order. `signed` is in hours before now; None where nobody has signed yet."""

    buyer: str
    items: tuple[Item, ...]
    signed: float | None = None
    kind: str = "dropship"
    status: str = "completed"


PURCHASES: Final = {
    # Amina's, free to be applied for
    "gift": Purchase(
        "amina",
        (
            Item(
                "BLENDER",
                quantity=2,
                delivery_fee=Decimal(200),
                gift="Set of measuring spoons",
                invoice="paper",
            ),
        ),
        20,
    ),
    "wardrobe": Purchase(
        "amina",
        (
            Item("DRESS", "coast", delivery_fee=Decimal(150), parcel="1"),
            Item("SHOES", "coast", parcel="1"),
            Item("BRIEFS", "coast", 2, parcel="1"),
        ),
        30,
    ),
    "phone": Purchase("amina", (Item("PHONE", "lakeside", discount=Decimal(999)),), 3, "local"),
    "refurbished": Purchase("amina", (Item("OLDPHONE", "lakeside"),), 50, "local"),
    "glasses": Purchase("amina", (Item("GLASSES", quantity=3), Item("MUG")), 70),
    "overseas": Purchase("amina", (Item("CASE", "harbour", 2),), 40, "global"),
    "never": Purchase(
        "amina",
        (Item("AIRTIME"), Item("TORCH", promotion="one_shilling"), Item("PERFUME", invoice="paper")),
        26,
        "local",
    ),
    # Brian's, free to be applied for
    "kitchen": Purchase("brian", (Item("SUFURIA"), Item("KETTLE")), 18),
    # Amina's, of other days
    "coming": Purchase("amina", (Item("KETTLE"), Item("SUFURIA")), status="in_transit"),
    "packing": Purchase("amina", (Item("NOVEL", "coast"),), status="pending_dispatch"),
    "unpaid": Purchase("amina", (Item("LAPTOP", "lakeside"),), kind="local", status="pending_payment"),
    "cancelled": Purchase("amina", (Item("HEADSET", "lakeside"),), status="cancelled"),
    "television": Purchase("amina", (Item("TV", "lakeside"),), 60 * DAY, "local"),
    "bag": Purchase("amina", (Item("BAG"),), 45 * DAY),
    # with a ticket at Mwangi Traders
    "iron": Purchase("amina", (Item("IRON", delivery_fee=Decimal(150)),), 60),
    "kettle": Purchase("njoki", (Item("KETTLE", quantity=2),), 40),
    "cooker": Purchase("hassan", (Item("COOKER", delivery_fee=Decimal(350)),), 34),
    "shoes": Purchase("brian", (Item("SHOES"),), 10),
    "sufuria": Purchase("amina", (Item("SUFURIA"),), 75),
    "speaker": Purchase("amina", (Item("SPEAKER"),), 80),
    # with a ticket at Lakeside Electronics
    "earphones": Purchase("hassan", (Item("EARPHONES", "lakeside"),), 40),
    "laptop": Purchase("brian", (Item("LAPTOP", "lakeside", invoice="paper"),), 110),
    "fake": Purchase("hassan", (Item("EARPHONES", "lakeside", 2),), 90),
    "watch": Purchase("njoki", (Item("WATCH", "lakeside"),), 17 * DAY),
    # with goods on their way, or at an end
    "counter": Purchase("brian", (Item("BLENDER"),), 60),
    "door": Purchase("amina", (Item("COOKER", "lakeside"),), 66),
    "travelling": Purchase("brian", (Item("IRON", "lakeside"),), 110),
    "inspected": Purchase("njoki", (Item("DRESS", "coast"), Item("BAG", "coast")), 120),
    "swapped": Purchase("brian", (Item("SPEAKER", "lakeside"),), 120, "local"),
    "arrived": Purchase("brian", (Item("SHOES", "coast"),), 150),
    "refused": Purchase("hassan", (Item("BAG", "coast"),), 160),
    "refunded": Purchase(
        "amina", (Item("KETTLE", delivery_fee=Decimal(120), gift="Tea sampler"),), 8 * DAY, "local"
    ),
    "exchanged": Purchase("brian", (Item("DRESS", "coast"),), 9 * DAY),
    "half": Purchase("njoki", (Item("GLASSES", quantity=2),), 6 * DAY),
    # in other countries
    "kampala": Purchase("grace", (Item("BLENDER", "nakasero"), Item("GLASSES", "nakasero", 2)), 28),
    "coming_ug": Purchase("grace", (Item("SUFURIA", "nakasero"),), status="in_transit"),
    "lagos": Purchase("chidi", (Item("EARPHONES", "ikeja"),), 33),
    # Amina's, free to be applied for as well
    "household": Purchase(
        "amina",
        (Item("SPEAKER"), Item("SUFURIA"), Item("BAG"), Item("NOVEL"), Item("KETTLE"), Item("IRON")),
        12,
    ),
}
