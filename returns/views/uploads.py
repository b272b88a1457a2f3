"""Files are sent one by one, each on its own: a line that drops loses one of them at most."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kilicare.kernel import clock
from returns.actions.proving import take_in
from returns.actions.refusal import RefusedError
from returns.forms.uploading import UploadForm
from returns.views.guards import person


@require_POST
@login_required
def upload(request: HttpRequest) -> JsonResponse:
    """Keep a file until its form takes it: 201 with its token and thumbnail, 422 with what is wrong."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        words = " ".join(str(word) for errors in form.errors.values() for word in errors)
        return JsonResponse({"error": words}, status=422)
    given = form.cleaned_data
    try:
        kept = take_in(given["file"], token=given["token"], by=person(request), now=clock.now())
    except RefusedError as no:
        return JsonResponse({"error": str(no.text)}, status=422)
    address = reverse("returns:thumbnail", args=[kept.token])
    return JsonResponse({"token": str(kept.token), "thumbnail": address}, status=201)
