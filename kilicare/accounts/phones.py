"""Phone numbers: as people type them, as they are stored, and as they may be shown."""

from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

EXAMPLES: Final = {"KE": "0712 345 678", "UG": "0772 345 678", "NG": "0803 123 4567"}
VISIBLE_END: Final = 3
FAULTS: Final = {
    ValidationResult.TOO_SHORT: _("This phone number is too short: it should look like %(example)s."),
    ValidationResult.TOO_LONG: _("This phone number is too long: it should look like %(example)s."),
}
UNREADABLE: Final = _("Type a phone number such as %(example)s, or an e-mail address.")
UNKNOWN_NUMBER: Final = _(
    "There is no such number in this country. Check it, or type it with the country code, "
    "such as +254712345678."
)


def parse_phone(text: str, country: str) -> str:
    """The E.164 form of a number as typed; a local one (0712...) is read in `country` (KE, UG, NG).

    ValidationError, in words that help, where it can't be one.
    """
    try:
        number = phonenumbers.parse(_with_plus(text.strip()), country)
    except NumberParseException as fault:
        raise _refusal(UNREADABLE, country) from fault
    if not phonenumbers.is_possible_number(number):
        reason = phonenumbers.is_possible_number_with_reason(number)
        raise _refusal(FAULTS.get(reason, UNREADABLE), country)
    if _is_local(text) and not phonenumbers.is_valid_number(number):
        raise _refusal(UNKNOWN_NUMBER, country)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def masked_phone(phone: str) -> str:
    """A stored number with its middle hidden: enough for its owner, too little for anybody else."""
    if not phone:
        return ""
    code = _country_code(phone)
    hidden = "•" * max(0, len(phone) - len(code) - VISIBLE_END)
    return f"{code} {hidden}{phone[-VISIBLE_END:]}".strip()


def _with_plus(text: str) -> str:
    # Many dial abroad with 00; in these three countries the network's own prefix is another one.
    return f"+{text[2:]}" if text.startswith("00") and not text.startswith("000") else text


def _is_local(text: str) -> bool:
    return text.strip().startswith("0") and not text.strip().startswith("00")


def _country_code(phone: str) -> str:
    try:
        return f"+{phonenumbers.parse(phone).country_code}"
    except NumberParseException:
        return ""


def _refusal(words: StrOrPromise, country: str) -> ValidationError:
    return ValidationError(words, code="phone", params={"example": EXAMPLES.get(country, EXAMPLES["KE"])})
