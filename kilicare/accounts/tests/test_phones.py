"""A number means the same however it is typed, and is shown to nobody whole."""

import pytest
from django.core.exceptions import ValidationError

from kilicare.accounts.phones import masked_phone, parse_phone

KENYAN = "+254712345678"
UNREADABLE = "Type a phone number such as 0712 345 678, or an e-mail address."
UNKNOWN = (
    "There is no such number in this country. Check it, or type it with the country code, "
    "such as +254712345678."
)


@pytest.mark.parametrize(
    ("text", "country", "phone"),
    [
        ("0712345678", "KE", KENYAN),
        ("  0712 345 678\n", "KE", KENYAN),
        ("(0712) 345-678", "KE", KENYAN),
        ("712345678", "KE", KENYAN),
        ("254712345678", "KE", KENYAN),
        ("+254712345678", "UG", KENYAN),
        ("+254 0712 345 678", "NG", KENYAN),
        ("+254 (0) 712 345678", "NG", KENYAN),
        ("00254712345678", "NG", KENYAN),
        ("000254712345678", "KE", KENYAN),
        ("0110 123 456", "KE", "+254110123456"),
        ("020 444 5555", "KE", "+254204445555"),
        ("0772345678", "UG", "+256772345678"),
        ("08031234567", "NG", "+2348031234567"),
        ("+44 7911 123456", "KE", "+447911123456"),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, country: str, phone: str) -> None:
    assert parse_phone(text, country) == phone


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [
        ("", "KE", UNREADABLE),
        ("Amina", "KE", UNREADABLE),
        ("+2547", "KE", UNREADABLE),
        ("+999 123 456 789", "KE", UNREADABLE),
        ("0712345678/0722345678", "KE", UNREADABLE),
        ("0" * 254, "KE", UNREADABLE),
        ("0712345678", "XX", UNREADABLE),
        ("0712", "KE", "This phone number is too short: it should look like 0712 345 678."),
        ("0803", "NG", "This phone number is too short: it should look like 0803 123 4567."),
        ("07723456789012", "UG", "This phone number is too long: it should look like 0772 345 678."),
        ("0812 345 678", "KE", UNKNOWN),
    ],
)
def test_what_is_no_number_is_refused_in_words_that_help(text: str, country: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_phone(text, country)

    assert (refused.value.messages, refused.value.code) == ([words], "phone")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("", ""),
        (KENYAN, "+254 ••••••678"),
        ("+2348031234567", "+234 •••••••567"),
        ("+12025550123", "+1 •••••••123"),
        ("+999123456", "•••••••456"),
    ],
)
def test_a_number_is_shown_without_its_middle(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
