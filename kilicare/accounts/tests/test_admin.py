"""The superuser's list of people."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from kilicare.accounts.models import User
from kilicare.accounts.tests.people import customer, let_in, worker

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
NEW = {"username": "faith", "name": "Faith Njeri", "email": "Faith@Kilicare.example", "phone": "0712 345 678"}


def signed_in(**fields: object) -> Client:
    client = Client()
    let_in(client, worker(is_staff=True, **fields))
    return client


def test_a_new_agent_is_made_without_a_password_and_with_a_role() -> None:
    desk = Group.objects.get(name="desk")
    boss = signed_in(is_superuser=True)

    answer = boss.post(
        f"{LIST}add/",
        {**NEW, "country": "KE", "language": "en", "groups": [desk.pk], "is_staff": "on", "is_active": "on"},
    )

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    made = User.objects.get(username="faith")
    assert (made.email, made.phone) == ("faith@kilicare.example", "+254712345678")
    assert not made.has_usable_password()
    assert made.group_names == {"desk"}


def test_a_phone_that_is_none_is_told_at_its_field() -> None:
    boss = signed_in(is_superuser=True)

    answer = boss.post(f"{LIST}add/", {**NEW, "phone": "12", "country": "KE", "language": "en"})

    assert list(answer.context["adminform"].form.errors) == ["phone"]
    assert not User.objects.filter(username="faith").exists()


def test_a_shared_phone_is_found_and_sorted_out() -> None:
    first, second = customer(), customer(email="other@customers.example")
    boss = signed_in(is_superuser=True)

    assert boss.get(LIST, {"q": first.phone}).content.decode().count(first.username) > 0
    page = f"{LIST}{second.pk}/change/"
    fields = {"username": second.username, "name": second.name, "email": second.email, "is_active": "on"}
    assert boss.post(page, {**fields, "phone": "", "country": "KE", "language": "en"}).status_code == 302

    assert User.objects.sole(phone=first.phone) == first
    second.refresh_from_db()
    assert not second.has_usable_password()


@pytest.mark.parametrize("path", ["", "add/", "1/change/", "1/delete/", "1/history/"])
def test_nobody_else_gets_there(path: str) -> None:
    assert signed_in().get(LIST + path).status_code == 403


def test_nobody_is_removed() -> None:
    someone = customer()

    assert (
        signed_in(is_superuser=True).post(f"{LIST}{someone.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert User.objects.filter(pk=someone.pk).exists()
