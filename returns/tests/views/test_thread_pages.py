"""Messages on the pages of customer, shop and desk."""

from datetime import timedelta

import pytest
from django.test import Client

from returns.enums import Step
from returns.models import Evidence, Message, ReadMark
from returns.tests.test_machines import walk
from returns.tests.views.doors import House, at
from returns.tests.views.reading import Page, read, upload
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


class Talk:
    """One ticket, and how each side reaches its thread."""

    def __init__(self) -> None:
        self.house = House(World())
        self.house.add_strangers()
        self.ticket = self.house.world.apply()
        own = f"/tickets/{self.ticket.reference}/messages/"
        admin = f"/admin/returns/ticket/{self.ticket.pk}/messages/"
        self.path = {"customer": own, "seller": admin, "desk": f"/desk{own}", "supervisor": f"/desk{own}"}

    def browser(self, who: str) -> Client:
        return self.house.browser(who)

    def page(self, who: str) -> Page:
        return self.house.page(who, self.ticket)

    def write(self, who: str, text: str, status: int = 302, **more: object) -> Page:
        form = next(form for form in self.page(who).forms if "text" in form.names and "token" in form.names)
        response = self.browser(who).post(self.path[who], form.filled(**{"text": text, "photos": [], **more}))
        assert response.status_code == status
        return self.page(who) if status == 302 else read(response)


@pytest.fixture
def talk() -> Talk:
    with at(LATER):
        return Talk()


def test_each_side_reads_what_the_others_write_and_a_note_is_for_the_desk(talk: Talk) -> None:
    with at(LATER):
        talk.write("customer", "It is <b>cold</b>. Call 0712345678.", photos=[upload()])
        page = talk.write("seller", "Did you plug it in?")
        assert "It is <b>cold</b>. Call •••." in page.text
        assert "contact data was hidden" in page.text
        talk.write("desk", "Please be patient.", readers="all")
        page = talk.write("supervisor", "He is a regular.", readers="note")
        assert "internal note" in page.text
        for who in ("customer", "seller"):
            page = talk.page(who)
            assert "Please be patient." in page.text
            assert "He is a regular." not in page.text
            assert talk.house.users["desk"].name not in page.text
        for who in ("warehouse", "counter", "finance"):
            assert "plug it in" not in talk.page(who).text
            assert talk.browser(who).post(talk.path["desk"], {"text": "x"}).status_code == 403
        photo = Evidence.objects.get(message__isnull=False)
        assert talk.page("seller").html.count(f"/evidence/{photo.token}/") == 4  # in the proof and the thread


def test_what_is_new_is_marked_until_it_is_read(talk: Talk) -> None:
    with at(LATER):
        talk.write("seller", "Did you plug it in?")
        customer = talk.browser("customer")
        assert "New message" in read(customer.get("/tickets/")).text
        page = talk.page("customer")
        assert "1 new" in page.text
        assert "read by" not in talk.page("seller").text
        read_form = next(form for form in page.forms if "seen" in form.names and "text" not in form.names)
        back = customer.post(talk.path["customer"], read_form.filled())
        assert back["Location"].endswith("#messages")
        assert "1 new" not in talk.page("customer").text
        assert "New message" not in read(customer.get("/tickets/")).text
        assert "read by: Customer" in talk.page("seller").text
        for odd in ("x", "-1", "9" * 30, "999999"):
            assert customer.post(talk.path["customer"], {"seen": odd}).status_code == 302
        assert ReadMark.objects.get(party="customer").upto == Message.objects.get()


def test_who_answers_has_read_what_stood_there_and_no_more(talk: Talk) -> None:
    with at(LATER):
        talk.write("seller", "Did you plug it in?")
        form = next(form for form in talk.page("customer").forms if "token" in form.names)
        talk.write("seller", "Is the light on?")
        answer = form.filled(text="Yes, I did.", photos=[])
        assert talk.browser("customer").post(talk.path["customer"], answer).status_code == 302
        assert "1 new" in talk.page("customer").text
        assert talk.page("seller").text.count("read by: Customer") == 1


def test_the_desk_and_the_shop_see_in_their_lists_what_is_new(talk: Talk) -> None:
    with at(LATER):
        desk, seller = talk.browser("desk"), talk.browser("seller")
        assert talk.ticket.reference not in read(desk.get("/desk/?list=unread")).text
        assert "1 new message" not in read(seller.get("/admin/returns/ticket/")).text
        talk.write("customer", "Hello?")
        assert talk.ticket.reference in read(desk.get("/desk/?list=unread")).text
        assert "1 new message" in read(seller.get("/admin/returns/ticket/")).text


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(talk: Talk) -> None:
    with at(LATER):
        page = talk.write("customer", " ", status=422)
        assert "Your message This needs an answer." in page.text
        assert page.html.count("<title>") == 1
        page = talk.write("desk", "To whom?", status=422, readers="")
        assert "Who shall read it? This needs an answer." in page.text
        assert "To whom?" in page.html
        page = talk.write("customer", "\u200b", status=422)
        assert "Please write something." in page.text
        page = talk.write("customer", "Here.", status=422, photos=[upload("x.jpg", b"no photo")])
        assert "Please send a JPEG, PNG, WebP or HEIC photo." in page.text
    assert not Message.objects.exists()


def test_a_stranger_finds_nothing(talk: Talk) -> None:
    with at(LATER):
        for who, path in (
            ("other customer", talk.path["customer"]),
            ("other seller", talk.path["seller"]),
            ("abroad", talk.path["desk"]),
        ):
            assert talk.browser(who).post(path, {"text": "x"}).status_code == 404
        assert talk.browser("customer").get(talk.path["customer"]).status_code == 405
        assert talk.browser("seller").get(talk.path["seller"]).status_code == 302


def test_after_thirty_days_the_thread_is_closed(talk: Talk) -> None:
    with at(LATER):
        talk.write("customer", "Hello?")
        walk(talk.house.world, talk.ticket, [(Step.WITHDRAW, "customer", {})], LATER)
        form = talk.page("customer").form_to(talk.path["customer"])
    with at(LATER + timedelta(days=31)):
        talk.house = House(talk.house.world)  # signed in anew: a session does not live so long
        assert "Nothing can be written here any more." in talk.page("customer").text
        late = talk.browser("customer").post(talk.path["customer"], form.filled(text="Still there?"))
        assert late.status_code == 422
        assert "Nothing can be written here any more." in read(late).text
