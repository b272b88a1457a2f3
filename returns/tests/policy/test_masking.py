"""What is hidden in what people write to each other, and what must stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.policy.masking import HIDDEN, is_blank, masked

HIDES = {
    "as dialled": ("Call 0712345678 now", "Call ••• now"),
    "with gaps": ("Call 0712 345 678 now", "Call ••• now"),
    "with dashes": ("0712-345-678", "•••"),
    "one by one": ("0 7 1 2 3 4 5 6 7 8", "•••"),
    "with dots": ("0.7.1.2.3.4.5.6.7.8", "•••"),
    "in brackets": ("(0712) 345678", "(•••"),
    "the letter o": ("o7l2? o712345678", "o7l2? •••"),
    "Kenya, in full": ("+254 712 345 678", "•••"),
    "Kenya, the newer": ("254110345678", "•••"),
    "Uganda": ("+256 772 123456", "•••"),
    "Uganda, dialled": ("0772123456", "•••"),
    "Nigeria": ("234 803 123 4567", "•••"),
    "Nigeria, dialled": ("08031234567", "•••"),
    "abroad": ("+86 138 0013 8000", "•••"),
    "without the nought": ("my number is 712345678.", "my number is •••."),
    "wide figures": ("\uff10\uff17\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "•••"),
    "Arabic figures": ("\u0660\u0667\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "•••"),
    "cut by nothing": ("0712\u200b345\u200b678", "•••"),
    "spelled": ("zero seven one two three four five six seven eight please", "••• please"),
    "spelled in Kiswahili": ("sifuri saba moja mbili tatu nne tano sita", "•••"),
    "a mail": ("write to amina.w@gmail.com please", "write to ••• please"),
    "a mail in words": ("amina (at) gmail (dot) com", "•••"),
    "a mail half in words": ("amina at gmail dot com", "•••"),
    "a link": ("see https://evil.example/x?y=1 there", "see ••• there"),
    "a bare name": ("go to cheapshop.co.ke/phones today", "go to ••• today"),
    "a chat": ("wa.me/254712345678", "•••"),
    "a handle": ("find me @amina_ke", "find me •••"),
    "a street": ("I live at 14 Ngong Road, house 7", "I live at •••"),
    "a house": ("it is plot no. 45", "it is •••"),
    "a flat": ("come to flat no. 5", "come to •••"),
    "at live": ("amina at live dot com", "•••"),
    "a drive": ("14 Riverside Drive", "•••"),
    "beside a date": ("03/11/2026 call 0712345678", "03/11/2026 call •••"),
    "in pairs, like a date": ("07-12-34-56-78", "•••"),
    "a box": ("P.O. Box 1234 - 00100 Nairobi", "••• Nairobi"),
}
KEEPS = [
    "It cost KES 15,000 and 1,500.00 came back.",
    "Signed on 2026-11-02 at 15:20, order KE20261102123456.",
    "IMEI 356938035643809, serial SN-0712-KT.",
    "It is 220 V, 50 Hz, 1.7 l, 12.5 kg.",
    "I sent 3 of 10 pieces. 2 broke; 1 is well.",
    "Waybill G4S-100200 from Kilishop Moi Avenue.",
    "See clause 2.5 and 3-X1, ticket KC-7F3K9Q2M.",
    "It came at 10.30 on the 3.11. and was wet.",
    "One two three.",
    "On 03/11/2026 10 pieces came, on 03-11-2026 04-11-2026 none.",
    "It went flat 2 days later.",
    "I look at live pictures, and at outlook 5.",
    "The Seagate Hard Drive is dead, so is the Flash Drive.",
    "Well\u2026 it is 5 m\u00b2 and \u00bd full.",
    "My family \U0001f468\u200d\U0001f469\u200d\U0001f467 is sad.",
    "We ship it today at 5.",
    "",
]


@pytest.mark.parametrize(("text", "shown"), HIDES.values(), ids=HIDES)
def test_it_hides(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize("text", KEEPS)
def test_it_keeps(text: str) -> None:
    assert masked(text) == text


def test_what_is_known_stays() -> None:
    text = "Help line 0709 000 111, not 0712 345 678; order 0712345679."
    assert masked(text, ["0709 000 111", "0712345679", ""]) == (
        f"Help line 0709 000 111, not {HIDDEN}; order 0712345679."
    )


@given(st.text(max_size=300))
def test_any_text_is_read_and_a_second_time_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8), st.sampled_from(["", " ", "-", ".", " - "]))
def test_no_number_of_kenya_comes_through(digits: list[int], gap: str) -> None:
    number = gap.join(map(str, [0, 7, *digits]))
    assert masked(f"Call me: {number}!") == f"Call me: {HIDDEN}!"


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", " \u2060\ufeff "])
def test_what_shows_nothing_says_nothing(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "\U0001f468\u200d\U0001f469", "5"])
def test_what_shows_something_is_not_blank(text: str) -> None:
    assert not is_blank(text)
