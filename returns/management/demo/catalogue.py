"""What the demo's shops sell, who they are, and who buys there. All of it is made up."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kilicare.accounts.demo import PEOPLE

NAMES: Final = {person.username: person.name for person in PEOPLE}
CURRENCIES: Final = {"KE": ("KES", 1), "UG": ("UGX", 29), "NG": ("NGN", 11)}
"""Each country's currency, and how many of it the demo takes for a Kenyan shilling."""


@dataclass(frozen=True, slots=True)
class Seller:
    """A shop, as the feed describes it."""

    name: str
    city: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer, as the feed describes them."""

    name: str
    phone: str
    city: str
    country: str = "KE"


@dataclass(frozen=True, slots=True)
class Product:
    """Something for sale; the price is in Kenyan shillings, a serial number goes with a warranty."""

    name: str
    category: str
    price: Decimal
    brand: str = ""
    warranty_months: int = 0
    policy_class: str = ""
    disclosed_flaw: str = ""
    variants: tuple[tuple[str, int], ...] = ()
    """Other makes of it, with the pieces in stock."""


SELLERS: Final = {
    "mwangi": Seller("Mwangi Traders", "Nairobi", "+254711000201", "wanjiru@kilicare.example"),
    "lakeside": Seller("Lakeside Electronics", "Kisumu", "+254711000202", "otieno@kilicare.example"),
    "coast": Seller("Coast Fashion House", "Mombasa", "+254711000203"),
    "harbour": Seller("Harbour Star Overseas", "Shenzhen"),
    "nakasero": Seller("Nakasero Home Store", "Kampala", "+256772000204"),
    "ikeja": Seller("Ikeja Gadget Hub", "Lagos", "+2348031000205"),
}
BUYERS: Final = {
    "amina": Buyer(NAMES["amina"], "+254711000101", "Nairobi"),
    "brian": Buyer(NAMES["brian"], "+254711000102", "Mombasa"),
    "grace": Buyer(NAMES["grace"], "+256772000103", "Kampala", "UG"),
    "njoki": Buyer("Njoki Wambua", "+254711000104", "Nakuru"),
    "hassan": Buyer("Hassan Abdi", "+254711000105", "Nairobi"),
    "chidi": Buyer("Chidi Okafor", "+2348031000106", "Lagos", "NG"),
}


def _category(code: str, policy_class: str = "standard", flag: str = "") -> dict[str, object]:
    flags = {name: name == flag for name in ("sealed_once", "installable", "activatable")}
    return {"code": code, "name": code.replace("_", " ").capitalize(), "policy_class": policy_class, **flags}


CATEGORIES: Final = (
    _category("kitchen_appliances"),
    _category("kitchenware"),
    _category("clothing"),
    _category("shoes"),
    _category("bags"),
    _category("audio"),
    _category("phones", flag="activatable"),
    _category("laptops", flag="activatable"),
    _category("televisions", flag="installable"),
    _category("gas_cookers", flag="installable"),
    _category("perfume", flag="sealed_once"),
    _category("books", flag="sealed_once"),
    _category("airtime", "virtual"),
    _category("underwear", "intimate_wear"),
    _category("vr_headsets", "personal_item"),
    _category("office_supplies", "excluded_goods"),
)
PRODUCTS: Final = {
    "BLENDER": Product("Blender 1.5 l, 500 W", "kitchen_appliances", Decimal(3_899), "Jikoni", 12),
    "KETTLE": Product("Electric kettle 2 l", "kitchen_appliances", Decimal(1_450), "Jikoni", 6),
    "IRON": Product("Blender 1.2 l, glass jug", "kitchen_appliances", Decimal(2_290), "Jikoni", 12),
    "GLASSES": Product("Tea glass, hand-blown", "kitchenware", Decimal(790)),
    "SUFURIA": Product("Sufuria set, five sizes", "kitchenware", Decimal(2_150)),
    "MUG": Product("Mug with your name on it", "kitchenware", Decimal(650), policy_class="custom_or_fresh"),
    "DRESS": Product(
        "Ankara dress, size M",
        "clothing",
        Decimal(2_499),
        variants=(("Ankara dress, size S", 4), ("Ankara dress, size L", 7), ("Ankara dress, size XL", 0)),
    ),
    "SHOES": Product(
        "Running shoes, size 42",
        "shoes",
        Decimal(3_200),
        "Mbio",
        variants=(("Running shoes, size 41", 3), ("Running shoes, size 43", 5)),
    ),
    "BAG": Product("Laptop bag, black", "bags", Decimal(1_890)),
    "EARPHONES": Product("Wireless earphones", "audio", Decimal(1_999), "Sauti", 6),
    "SPEAKER": Product("Bluetooth speaker 20 W", "audio", Decimal(4_350), "Sauti", 12),
    "PHONE": Product("Smartphone 128 GB, blue", "phones", Decimal(18_999), "Simba", 12),
    "OLDPHONE": Product(
        "Smartphone 64 GB, refurbished",
        "phones",
        Decimal(8_499),
        "Simba",
        3,
        policy_class="excluded_goods",
        disclosed_flaw="A fine scratch on the back cover",
    ),
    "LAPTOP": Product("Laptop 14 inch, 8 GB", "laptops", Decimal(46_500), "Chui", 12),
    "TV": Product("Television 43 inch", "televisions", Decimal(27_999), "Tazama", 24),
    "COOKER": Product("Gas cooker, two burners", "gas_cookers", Decimal(5_600), "Jikoni", 12),
    "PERFUME": Product("Eau de parfum 50 ml", "perfume", Decimal(2_750)),
    "NOVEL": Product("Novel, paperback", "books", Decimal(990)),
    "AIRTIME": Product("Airtime 500", "airtime", Decimal(500)),
    "BRIEFS": Product("Cotton briefs, pack of three", "underwear", Decimal(850)),
    "HEADSET": Product("VR headset for phones", "vr_headsets", Decimal(3_750)),
    "CASE": Product("Phone case, clear", "phones", Decimal(450)),
    "WATCH": Product("Fitness watch", "audio", Decimal(2_850), "Mbio", 6),
    "TORCH": Product("Solar torch", "kitchenware", Decimal(1)),
}
