"""The demo's doors: in by one click, ahead in time, and all that was sent to be read. Nowhere else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from django.urls import include, path, reverse

from kilicare import urls
from kilicare.accounts.demo import PASSWORD, PEOPLE, make_staff
from kilicare.accounts.models import User
from kilicare.accounts.roles import roles_of
from kilicare.kernel import clock
from kilicare.testing import child

pytestmark = pytest.mark.django_db
handler500 = urls.handler500
urlpatterns = [*urls.urlpatterns, path("demo/", include((urls.demo_doors, "demo")))]
ADDRESSES = ["/demo/enter/amina/", "/demo/clock/", "/demo/messages/"]


@pytest.fixture
def demo(settings, tmp_path: Path) -> Iterator[Path]:
    """The portal as a demo, with a folder of its own."""
    settings.DEMO, settings.ROOT_URLCONF = True, __name__
    settings.VAR_DIR, settings.EMAIL_FILE_PATH = tmp_path, str(tmp_path / "mail")
    return tmp_path


@pytest.fixture
def amina() -> User:
    user = User.new_customer(name="Amina Hassan", phone="+254712000001")
    user.username = "amina"
    user.save()
    return user


def sms(demo: Path, name: str, text: str, *, at: int) -> None:
    file = demo / "sms" / f"{name}.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    os.utime(file, (at, at))


def mails(demo: Path, *subjects: str, at: int, body: str = "See http://127.0.0.1:8000/tickets/") -> None:
    backend = EmailBackend(file_path=str(demo / "mail"))
    backend.send_messages(
        [EmailMessage(subject, body, to=["amina@kilicare.example"]) for subject in subjects]
    )
    file = max((demo / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    os.utime(file.rename(file.with_name(f"{at}.log")), (at, at))


def test_one_click_signs_in_and_leads_home(demo: Path, client: Client, amina: User) -> None:
    response = client.post(reverse("demo:enter", args=["amina"], urlconf=__name__))

    assert (response.status_code, response["Location"]) == (302, reverse("accounts:landing"))
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_the_next_one_takes_over_an_empty_session(demo: Path, client: Client, amina: User) -> None:
    make_staff()
    client.post("/demo/enter/wanjiru/")
    session = client.session
    session["mine"] = "yes"
    session.save()

    client.post("/demo/enter/amina/")

    assert client.session["_auth_user_id"] == str(amina.pk)
    assert "mine" not in client.session


def test_nobody_else_can_be_entered(demo: Path, client: Client) -> None:
    assert client.post("/demo/enter/nobody/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("skip", ["1h", "24h", "48h", "3d", "8d"])
def test_the_clock_skips_and_comes_back_to_the_page(demo: Path, client: Client, skip: str) -> None:
    response = client.post("/demo/clock/", {"skip": skip, "next": "/policy/?section=1"})

    assert (response.status_code, response["Location"]) == (302, "/policy/?section=1")
    hours = int(skip[:-1]) * (24 if skip.endswith("d") else 1)
    assert clock.offset() == timedelta(hours=hours)


def test_a_way_back_that_is_no_address_is_no_fault(demo: Path, client: Client) -> None:
    assert client.post("/demo/clock/", {"skip": "1h", "next": "condition"}).status_code == 302


@pytest.mark.parametrize("skip", ["", "3600", "-1h", "9d", "1h "])
def test_an_unknown_length_moves_nothing(demo: Path, client: Client, skip: str) -> None:
    assert client.post("/demo/clock/", {"skip": skip}).status_code == 400
    assert clock.offset() == timedelta(0)


@pytest.mark.parametrize(
    "place", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_clock_leads_to_no_other_site(demo: Path, client: Client, place: str) -> None:
    response = client.post("/demo/clock/", {"skip": "1h", "next": place})

    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_a_door_moves_by_post_only_and_with_a_token(demo: Path, amina: User, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(address).status_code == 405
    assert strict.post(address, {"skip": "1h"}).status_code == 403
    assert clock.offset() == timedelta(0)
    assert "_auth_user_id" not in strict.session


def test_messages_are_read_newest_first_whatever_they_came_by(demo: Path, client: Client) -> None:
    sms(demo, "b", "To: +254712000001\n\nYour KiliCare code is 123456.\n", at=2000)
    mails(demo, "Earlier", "Later \N{EM DASH} with a dash", at=3000)
    sms(demo, "a", "To: +254712000002\n\n<b>First</b>", at=1000)

    response = client.get("/demo/messages/")

    sent = response.context["sent"]
    assert [(m.to, m.subject) for m in sent] == [
        ("amina@kilicare.example", "Later \N{EM DASH} with a dash"),
        ("amina@kilicare.example", "Earlier"),
        ("+254712000001", ""),
        ("+254712000002", ""),
    ]
    assert sent[2].text == "Your KiliCare code is 123456."
    page = response.content.decode()
    assert '<a href="http://127.0.0.1:8000/tickets/"' in page
    assert "&lt;b&gt;First&lt;/b&gt;" in page
    assert "no-store" in response["Cache-Control"]


def test_a_mail_of_many_letters_is_read_as_it_was_written(demo: Path, client: Client) -> None:
    mails(demo, "Hello", at=1000, body="Habari \N{EM DASH} " + "a long line " * 20)

    (mail,) = client.get("/demo/messages/").context["sent"]

    assert mail.text == "Habari \N{EM DASH} " + ("a long line " * 20).strip()


def test_only_the_latest_messages_are_shown(demo: Path, client: Client) -> None:
    for number in range(20):
        mails(demo, f"{number}a", f"{number}b", at=1000 + number)

    sent = client.get("/demo/messages/").context["sent"]

    assert [mail.subject for mail in sent] == [f"{n}{part}" for n in range(19, 4, -1) for part in "ba"]


def test_before_anything_was_sent_the_page_says_so(demo: Path, client: Client) -> None:
    assert "Nothing was sent yet." in client.get("/demo/messages/").content.decode()


def test_every_page_knows_the_demo(demo: Path, client: Client) -> None:
    clock.skip(3600)

    shown = client.get("/demo/messages/").context["demo"]

    assert abs(shown.now - clock.now()) < timedelta(minutes=1)
    assert [username for username, _name, _what in shown.people] == [person.username for person in PEOPLE]
    assert [name for name, _text in shown.skips] == ["1h", "24h", "48h", "3d", "8d"]


def test_outside_the_demo_there_is_nothing_of_it(client: Client, amina: User) -> None:
    assert [client.post(address).status_code for address in ADDRESSES] == [404, 404, 404]
    assert client.get("/").context["demo"] is None


def test_an_address_that_was_left_over_is_not_found_either(settings, client: Client, amina: User) -> None:
    settings.ROOT_URLCONF = __name__

    assert [client.post(address).status_code for address in ADDRESSES] == [404, 404, 404]
    assert client.get("/demo/messages/").status_code == 404


def test_staff_are_made_once_and_come_in_by_one_password() -> None:
    made = make_staff()
    again = make_staff()

    assert made == again
    assert {user.username for user in made.values()} == {p.username for p in PEOPLE if not p.buys}
    assert all(user.check_password(PASSWORD) for user in made.values())
    assert [name for name, user in made.items() if roles_of(user) == {name}] == [
        p.role for p in PEOPLE if p.role
    ]
    assert {name for name, user in made.items() if user.is_staff} == {
        "wanjiru",
        "otieno",
        "desk",
        "supervisor",
        "finance",
        "admin",
    }
    assert [name for name, user in made.items() if user.is_superuser] == ["admin"]


@pytest.mark.once
@pytest.mark.parametrize(("demo", "found"), [("1", True), ("0", False)])
def test_a_process_has_the_doors_only_as_a_demo(tmp_path: Path, demo: str, found: bool) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.urls import resolve; print(resolve('/demo/messages/').view_name)"
    )
    place = {"PYTHONPATH": str(portal.BASE_DIR), "DJANGO_SETTINGS_MODULE": "kilicare.settings"}
    env = child.environment(VAR_DIR=str(tmp_path), DEBUG="1", DEMO=demo, **place)

    result = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )

    assert result.stdout == ("demo:messages\n" if found else "")
    assert ("Resolver404" in result.stderr) is not found
