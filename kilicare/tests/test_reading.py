"""The suite's own guard: a GET that writes a row fails its test, and one that reads does not."""

import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path


def write(request: HttpRequest) -> HttpResponse:
    group = Group.objects.create(name=request.path)
    Group.objects.filter(pk=group.pk).update(name="renamed")
    group.delete()
    return HttpResponse("done")


def note(request: HttpRequest) -> HttpResponse:
    request.session["noted"] = Group.objects.count()
    return HttpResponse("done")


urlpatterns = [path("write/", write), path("note/", note)]


@pytest.mark.django_db
def test_a_page_that_writes_when_it_is_read_is_found_out(settings) -> None:
    settings.ROOT_URLCONF = __name__

    for ask in (Client().get, Client().head):
        with pytest.raises(AssertionError, match="/write/ writes"):
            ask("/write/")
    assert Client().post("/write/").status_code == 200


@pytest.mark.django_db
def test_a_page_may_note_something_in_its_session(settings) -> None:
    settings.ROOT_URLCONF = __name__

    assert Client().get("/note/").status_code == 200
