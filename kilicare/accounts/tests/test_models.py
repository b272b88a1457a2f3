"""Who a person is, which roles they have, and what the database refuses."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import IntegrityError, transaction

from kilicare.accounts.models import CodeMessage, User
from kilicare.accounts.roles import ROLES, may_sign_in_by_code, roles_of, signs_in_by_password
from kilicare.accounts.tests.people import EMAIL, PHONE, customer, seller, worker
from kilicare.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fields", [{"email": "Amina@customers.example"}, {"phone": "0712345678"}])
def test_the_database_refuses_what_is_not_in_its_one_form(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        customer(**fields)

    assert not User.objects.exists()


def test_phone_and_mail_may_be_empty_and_may_stand_with_several() -> None:
    for fields in [{}, {}, {"phone": "", "email": ""}, {"phone": "", "email": ""}]:
        customer(**fields)

    assert User.objects.count() == 4


def test_a_message_that_was_sent_holds_no_code() -> None:
    now = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeMessage.objects.create(
            channel="sms", to=PHONE, body="123456", created_at=now, expires_at=now, sent_at=now
        )


def test_a_message_is_named_without_its_words() -> None:
    assert str(CodeMessage(pk=7, channel="sms", to=PHONE, body="123456")) == "sms 7"


@pytest.mark.parametrize(("typed", "stored"), [(" Amina@Customers.EXAMPLE\n", EMAIL), ("", ""), (None, "")])
def test_a_mail_address_has_one_form(typed: str | None, stored: str) -> None:
    assert User.objects.normalize_email(typed) == stored
    assert User.objects.create_user("someone", typed).email == stored


def test_the_sole_person_is_found_by_either_name() -> None:
    amina = customer()

    assert User.objects.sole(email=" AMINA@customers.example") == amina
    assert User.objects.sole(phone=PHONE) == amina


def test_nobody_is_found_by_nothing_by_a_shared_name_or_when_closed_out() -> None:
    customer(phone="", email="", name="nameless")
    customer(name="first")
    customer(name="second")
    customer(phone="+254712345679", email="gone@customers.example", is_active=False)

    for wanted in [
        {},
        {"email": ""},
        {"phone": ""},
        {"email": " "},
        {"email": EMAIL},
        {"phone": PHONE},
        {"phone": "+254712345679"},
        {"email": "gone@customers.example"},
        {"phone": "0712345678"},
    ]:
        assert User.objects.sole(**wanted) is None, wanted


def test_a_new_customer_has_a_name_of_their_own_and_no_password() -> None:
    first, second = customer(), customer()

    assert first.username != second.username
    assert not first.has_usable_password()
    assert not first.check_password("")


def test_a_person_is_called_by_their_name_else_by_their_username() -> None:
    for user, name in [(User(username="w1", name="Wanjiru"), "Wanjiru"), (User(username="w1"), "w1")]:
        assert (str(user), user.get_full_name(), user.get_short_name()) == (name, name, name)


def test_the_roles_stand_as_groups_from_the_first_day() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == ROLES


def test_a_role_is_a_group_and_other_groups_are_none() -> None:
    person = worker("desk", "rider")
    person.groups.add(Group.objects.create(name="choir"))

    assert roles_of(person) == {"desk", "rider"}
    assert roles_of(worker()) == frozenset()
    assert roles_of(AnonymousUser()) == frozenset()


def test_the_groups_of_a_person_are_asked_for_once(django_assert_num_queries) -> None:
    person = User.objects.get(pk=worker("desk").pk)

    with django_assert_num_queries(1):
        roles_of(person)
        roles_of(person)


def test_who_works_here_signs_in_by_password_and_customers_by_code() -> None:
    workers = [
        seller(),
        worker(is_superuser=True, password=None),
        worker("desk", password=None),
        worker(),  # has a password, and nothing yet to do with it
        worker(is_staff=True, password=None),
    ]

    assert [signs_in_by_password(person) for person in workers] == [True] * 5
    assert [may_sign_in_by_code(person) for person in workers] == [False] * 5
    assert not signs_in_by_password(customer())
    assert may_sign_in_by_code(customer())
    assert not may_sign_in_by_code(customer(is_active=False))
