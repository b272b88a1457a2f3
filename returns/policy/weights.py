"""What a parcel weighs from hand to hand: goods that grow light on the way are looked at (domain: Abuse)."""

MOST_GRAMS = 200_000
FREE_GRAMS = 50
FREE_PERCENT = 10
"""Scales differ, and boxes get wet: less than this is no difference."""


def differs(before: int, after: int) -> bool:
    """Whether two weighings, in grams, are of different things."""
    gap = abs(before - after)
    return gap > FREE_GRAMS and gap * 100 > FREE_PERCENT * max(before, after)
