"""How goods may come back, by where the order went."""

from returns.enums import ReturnMethod

COLLECTION_TOWNS = {("KE", "nairobi")}
"""A rider collects at the door in Nairobi only."""


def methods_for(country: str, city: str) -> tuple[ReturnMethod, ...]:
    """The return methods of an address; collection is left out where no rider goes."""
    if (country, city.strip().casefold()) in COLLECTION_TOWNS:
        return tuple(ReturnMethod)
    return (ReturnMethod.KILISHOP, ReturnMethod.COURIER)


def is_plausible_waybill(carrier: str, waybill: str) -> bool:
    """At least five letters and figures, with a figure, and no phone number (people type those)."""
    figures = "".join(sign for sign in waybill if sign.isdigit())
    bare = "".join(sign for sign in waybill if sign.isalnum())
    looks_like_phone = figures == bare and (
        (len(figures) == 10 and figures.startswith("0"))
        or (len(figures) == 12 and figures[:3] in {"254", "256"})
        or (len(figures) == 13 and figures[:3] == "234")
        or (len(figures) == 11 and figures.startswith("0"))
        or waybill.strip().startswith("+")
    )
    allowed = all(sign.isalnum() or sign in "-/ ." for sign in waybill)
    return bool(carrier.strip() and figures and len(bare) >= 5 and allowed and not looks_like_phone)
