"""Messages on a ticket's page, from each side's own address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kilicare.kernel import clock
from returns.actions.refusal import RefusedError
from returns.actions.writing import mark_read, write
from returns.forms.thread import MessageForm
from returns.queries.thread import writer_on
from returns.views.guards import person
from returns.views.sides import Reply, Side, draw, standing_of

MOST_DIGITS = 18


def talk_from(request: HttpRequest, side: Side, key: str) -> HttpResponse:
    """Mark what was seen as read, and write where something is said. Raises Http404 for who has no part."""
    stands = standing_of(request, side, key)
    role, ticket = writer_on(stands.roles), stands.row
    if role is None:
        raise Http404
    back = f"{side.address(ticket)}#messages"
    seen = request.POST.get("seen", "")
    if seen.isdecimal() and len(seen) < MOST_DIGITS:  # who answers has read what stood there
        mark_read(ticket.pk, by=person(request), upto=int(seen), now=clock.now())
    if "text" not in request.POST:
        return redirect(back)
    form = MessageForm(role, side.talk_at(ticket), request.POST, request.FILES)
    if not form.is_valid():
        return draw(request, side, stands, Reply(form=form, status=422))
    try:
        message = write(ticket.pk, by=person(request), now=clock.now(), **form.message())
    except RefusedError as no:
        form.add_error(no.field if no.field in form.fields else None, str(no.text))
        return draw(request, side, stands, Reply(form=form, status=422))
    if message.is_masked:
        messages.warning(request, _("Your message is sent. Contact data in it was hidden."))
    else:
        messages.success(request, _("Your message is sent."))
    return redirect(back)
