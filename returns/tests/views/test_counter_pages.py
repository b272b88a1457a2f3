"""The counter's pages: what is told, logged and handed over on paper."""

from datetime import timedelta

import pytest

from returns.enums import Step
from returns.models import UnclaimedParcel
from returns.tests.test_machines import HOME, SENT, walk
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


@pytest.fixture
def house() -> House:
    return House(World())


def test_a_parcel_without_a_ticket_is_logged_and_settled(house: House) -> None:
    with at(LATER):
        counter, desk = house.browser("counter"), house.browser("desk")
        missed = counter.get("/counter/?q=KE404")
        assert "/counter/unclaimed/?label=KE404" in missed.content.decode()
        form = read(counter.get("/counter/unclaimed/?label=KE404")).form_to("/counter/unclaimed/")
        assert counter.post("/counter/unclaimed/", form.filled(note="", place="K1")).status_code == 422
        assert not UnclaimedParcel.objects.exists()
        done = counter.post("/counter/unclaimed/", form.filled(note="A <b>box</b>", place="K1"))
        assert done["Location"] == "/counter/"
        parcel = UnclaimedParcel.objects.get()
        assert (parcel.label, parcel.by) == ("KE404", house.users["counter"])
        page = read(desk.get("/desk/parcels/"))
        assert "A <b>box</b>" in page.text
        settle = f"/desk/parcels/{parcel.pk}/"
        assert desk.post(settle, {"outcome": " "}).status_code == 422
        assert desk.post("/desk/parcels/999999/", {"outcome": "Gone"}).status_code == 404
        assert desk.post(settle, {"outcome": "Handed back"}).status_code == 302
        late = house.browser("supervisor").post(settle, {"outcome": "Lost"}, follow=True)
        assert "settled already" in late.content.decode()
    parcel.refresh_from_db()
    assert (parcel.outcome, parcel.settled_by) == ("Handed back", house.users["desk"])


def test_the_counter_reads_what_to_tell_and_nothing_where_it_may_act(house: House) -> None:
    ticket = house.world.apply()
    with at(LATER):
        page = read(house.browser("counter").get(f"/counter/{ticket.reference}/"))
        assert "Nobody has agreed yet" in page.text
        ticket = walk(house.world, ticket, SENT[:2])
        page = read(house.browser("counter").get(f"/counter/{ticket.reference}/"))
        assert "Nobody has agreed yet" not in page.text


def test_the_customer_has_a_receipt_of_the_latest_hand_over(house: House) -> None:
    ticket = house.world.apply()
    path = f"/counter/{ticket.reference}/receipt/"
    with at(LATER + timedelta(days=1)):
        counter = house.browser("counter")
        assert counter.get(path).status_code == 404
        ticket = walk(house.world, ticket, SENT[:3])
        page = read(counter.get(path))
        for word in (ticket.reference, "Kilishop Ngong Road", "15:00 EAT", "Kettle"):
            assert word in page.text
        assert house.users["customer"].phone not in page.html
        ticket = walk(house.world, ticket, HOME[3:], NOON + timedelta(hours=4))
        assert "15:00 EAT" in read(counter.get(path)).text
        house.world.take(
            Step.HAND_BACK,
            ticket,
            "counter",
            LATER + timedelta(hours=18),
            code=ticket.pickup_code,
            place="K9",
        )
        assert "K9" in read(counter.get(path)).text


def test_the_sheet_is_weighed_before_it_is_decided_on(house: House) -> None:
    ticket = walk(house.world, house.world.apply(), SENT)
    path = f"/counter/{ticket.reference}/"
    with at(LATER):
        warehouse = house.browser("warehouse")
        page = read(warehouse.get(path))
        assert "The customer said: no." in page.text
        first = warehouse.post(f"{path}pass_goods/", page.form_to(f"{path}pass_goods/").filled())
        assert first.status_code == 422
        assert "fill in the inspection sheet first" in read(first).text
        weighed = read(warehouse.get(path, {"checked": "yes", "came": "as_ordered", "fault": "not_found"}))
        assert "The goods fail: 2-T2" in weighed.text
        weighed = read(warehouse.get(path, {"checked": "yes", "came": "as_ordered", "fault": "found"}))
        assert "The goods pass." in weighed.text
        form = weighed.form_to(f"{path}pass_goods/")
        assert warehouse.post(form.action, form.filled()).status_code == 302
        sheet = read(warehouse.get(path)).text
        assert "Yes, it is there" in sheet
        assert "Inspection" in read(house.browser("customer").get(f"/tickets/{ticket.reference}/")).text


@pytest.mark.parametrize("query", ["checked=yes", "checked=yes&came=moon", "checked=&fault=%00"])
def test_an_odd_sheet_is_asked_again(house: House, query: str) -> None:
    ticket = walk(house.world, house.world.apply(), SENT)
    with at(LATER):
        page = read(house.browser("warehouse").get(f"/counter/{ticket.reference}/?{query}"))
        assert "What the policy says" not in page.text
        odd = {"findings": '{"came": "moon"}', "disposition": "restock"}
        for findings in (odd["findings"], "[1]", "x", '"a"', "null"):
            answer = house.browser("warehouse").post(
                f"/counter/{ticket.reference}/pass_goods/", odd | {"findings": findings}
            )
            assert answer.status_code == 422
