"""Who comes with a session: one statement tells the groups and whether a second factor is set."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kilicare.accounts.backends import PasswordBackend
from kilicare.accounts.models import User
from kilicare.accounts.tests.people import app_of, customer, worker

pytestmark = pytest.mark.django_db


def test_all_of_it_is_told_by_one_statement() -> None:
    someone = worker("desk")
    someone.groups.add(Group.objects.get(name="finance"), Group.objects.create(name="Night shift"))
    with CaptureQueriesContext(connection) as asked:
        found = PasswordBackend().get_user(someone.pk)
        assert found is not None
        assert found.group_names == {"desk", "finance", "Night shift"}
        assert found.has_second_factor is False
    assert len(asked) == 1


def test_an_app_is_a_second_factor_and_recovery_codes_alone_are_none() -> None:
    someone, other = worker("desk"), worker("desk")
    app_of(someone)
    Authenticator.objects.create(user=other, type=Authenticator.Type.RECOVERY_CODES, data={})
    told = [PasswordBackend().get_user(one.pk) for one in (someone, other)]
    assert [one and one.has_second_factor for one in told] == [True, False]


def test_a_customer_has_neither() -> None:
    found = PasswordBackend().get_user(customer().pk)
    assert found is not None
    assert (found.group_names, found.has_second_factor) == (frozenset(), False)


def test_who_is_switched_off_or_gone_comes_with_no_session() -> None:
    someone = customer()
    User.objects.filter(pk=someone.pk).update(is_active=False)
    assert PasswordBackend().get_user(someone.pk) is None
    assert PasswordBackend().get_user(0) is None
