"""How an action says no: nothing moved, and the person is told why."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from returns.models import Ticket


class RefusedError(Exception):
    """A step that was refused.

    `code` is for programs, `text` for people, `field` names the answer that is wrong (if one is),
    `clause` the rule it rests on, `ticket` the row as it stands (a stale page shows it).
    """

    def __init__(
        self,
        code: str,
        text: StrOrPromise,
        *,
        field: str | None = None,
        clause: str = "",
        ticket: Ticket | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field
        self.clause = clause
        self.ticket = ticket


def wrong(field: str, text: StrOrPromise) -> RefusedError:
    """An answer that can't be taken."""
    return RefusedError("invalid", text, field=field)


NOT_OPEN = _("This step is not open any more. Below you see what happened in the meantime.")
TOO_LATE = _("The time was up before this was sent. Below you see what was decided.")
STALE = _("Somebody acted on this ticket while the page was open. Please look at it again.")
