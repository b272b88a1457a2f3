"""A code that was sent to a phone, as a session keeps it: enough to know it again, too little to use it."""

from dataclasses import dataclass
from datetime import datetime

from allauth.core.internal.cryptokit import normalize_user_code
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from returns.actions.refusal import RefusedError, wrong

RUN_OUT = _("The code has run out. Ask for a new one.")
NOT_THE_CODE = _("This is not the code that was sent. Check it and try again.")


@dataclass(frozen=True, slots=True)
class SentCode:
    """What a session keeps of a code: its number (E.164), a keyed hash ("" fits no code), its end (ISO)."""

    phone: str
    proof: str
    until: str

    def is_over(self, now: datetime) -> bool:
        """Whether it can't be used any more."""
        return now >= datetime.fromisoformat(self.until)

    def check(self, typed: str, purpose: str, now: datetime) -> None:
        """Raises RefusedError (codes: invalid for a wrong code, run_out), else does nothing."""
        if self.is_over(now):
            raise RefusedError("run_out", RUN_OUT)
        if not constant_time_compare(proof_of(self.phone, typed, purpose), self.proof):
            raise wrong("code", NOT_THE_CODE)


def proof_of(phone: str, code: str, purpose: str) -> str:
    """The keyed hash of a code for a number; `purpose` is what it opens, so that it opens nothing else."""
    digits = normalize_user_code(code)
    return salted_hmac("returns.codes", f"{purpose} {phone} {digits}", algorithm="sha256").hexdigest()
