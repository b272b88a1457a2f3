"""What is asked of who objects, and of the member of the desk who answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.enums import Against, Liable
from returns.forms.fields import helper, laid, name_what_is_missing, radios, words
from returns.forms.step import ClauseField
from returns.models import Objection
from returns.policy.clauses import CLAUSES


class ObjectionForm(forms.Form):
    """Why a side sees it differently."""

    text = words(_("Why do you see it differently?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)
        self.helper = helper(laid(self, "text"), button=_("Object"))


class AnswerForm(forms.Form):
    """The desk's answer."""

    upheld = radios(_("Is the objection right?"), [("yes", _("Yes, uphold it")), ("no", _("No, dismiss it"))])
    liable = radios(
        _("If it is right: who bears the cost instead of the shop?"),
        [(one.value, one.label) for one in (Liable.KILIMALL, Liable.NOBODY)],
    )
    clause = ClauseField(tuple(CLAUSES))
    text = words(_("Answer, for them to read"))

    def __init__(self, objection: Objection, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{objection.pk}_%s"
        super().__init__(*args, **kwargs)
        self.objection = objection
        self.fields["liable"].required = False
        if objection.against != Against.LIABILITY:
            del self.fields["liable"]
        clause = self.fields["clause"]
        if isinstance(clause, ClauseField):
            clause.adapt(objection.ticket)
        name_what_is_missing(self)
        self.helper = helper(*(laid(self, name) for name in self.fields), button=_("Answer"))

    def answers(self) -> dict[str, Any]:
        """As `answer_objection` takes them."""
        given = dict(self.cleaned_data)
        return {**given, "upheld": given["upheld"] == "yes", "liable": given.get("liable", "")}
