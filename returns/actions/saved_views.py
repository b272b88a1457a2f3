"""The desk keeps lists with their filters under names."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.refusal import RefusedError, wrong
from returns.models import SavedView

MOST = 12


@transaction.atomic
def save_view(name: str, query: str, *, by: User) -> SavedView:
    """Keep a list, in place of one of the same name. Raises RefusedError (invalid) beyond twelve."""
    others = SavedView.objects.filter(owner=by).exclude(name=name)
    if others.count() >= MOST:
        raise wrong("name", _("You have twelve views already. Take one off first."))
    view, _new = SavedView.objects.update_or_create(owner=by, name=name, defaults={"query": query})
    return view


def drop_view(view_id: int, *, by: User) -> None:
    """Take one off. Raises RefusedError (not_found)."""
    if not SavedView.objects.filter(owner=by, pk=view_id).delete()[0]:
        raise RefusedError("not_found", _("There is no such view."))
