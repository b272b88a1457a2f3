"""Objections on the pages of customer, shop and desk."""

from datetime import timedelta

import pytest

from returns.actions.objecting import raise_objection
from returns.enums import Step
from returns.models import Objection
from returns.tests.test_machines import PASSED, SENT, walk
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=9)


def test_a_customer_objects_and_the_desk_answers() -> None:
    house = House(World(gift="Cup"))
    house.add_strangers()
    ticket = walk(house.world, house.world.apply(), [*SENT, (Step.PASS, "warehouse", {"gift_lost": True})])
    path = f"/tickets/{ticket.reference}/objection/"
    with at(LATER):
        customer, desk = house.browser("customer"), house.browser("desk")
        page = read(customer.get(f"/tickets/{ticket.reference}/"))
        assert path in page.html
        for who in ("seller", "desk", "other customer"):
            assert house.browser(who).get(path).status_code == 404
        form = read(customer.get(path)).form_to(path)
        assert customer.post(path, form.filled(text=" ")).status_code == 422
        assert customer.post(path, form.filled(text="It was <b>there</b>."))["Location"] in page.html
        assert customer.post(path, form.filled(text="Again.")).status_code == 404
        objection = Objection.objects.get()
        listed = read(desk.get("/desk/objections/"))
        assert "It was <b>there</b>." in listed.text
        answer = f"/desk/objections/{objection.pk}/"
        given = {"upheld": "yes", "clause": "4.7", "text": "You are right."}
        for wrong in ({"upheld": "perhaps"}, {"clause": "9"}, {"text": ""}):
            assert desk.post(answer, given | wrong).status_code == 422
        assert desk.post("/desk/objections/999999/", given).status_code == 404
        assert house.browser("abroad").post(answer, given).status_code == 404
        assert desk.post(answer, given).status_code == 302
        assert desk.post(answer, given).status_code == 404
        page = read(customer.get(f"/tickets/{ticket.reference}/"))
        assert "Upheld: You are right." in page.text
        assert path not in page.html
        assert "Upheld: You are right." in house.page("seller", ticket).text
        assert "Upheld: You are right." in house.page("desk", ticket).text


def test_a_shop_objects_from_the_admin_and_who_judged_may_not_answer() -> None:
    house = House(World())
    house.add_strangers()
    ticket = walk(house.world, house.world.apply(), PASSED)
    path = f"/admin/returns/ticket/{ticket.pk}/objection/"
    with at(LATER):
        seller = house.browser("seller")
        assert path in house.page("seller", ticket).html
        assert house.browser("other seller").get(path).status_code == 404
        form = read(seller.get(path)).form_to(path)
        assert seller.post(path, form.filled(text="We sent it whole.")).status_code == 302
        assert "We sent it whole." not in house.page("customer", ticket).text
        objection = Objection.objects.get()
        Objection.objects.update(judge=house.users["desk"])
        assert "You judged this ticket before" in read(house.browser("desk").get("/desk/objections/")).text
        given = {"upheld": "yes", "clause": "2-T2", "text": "Yes."}
        answer = f"/desk/objections/{objection.pk}/"
        late = house.browser("desk").post(answer, given | {"liable": "kilimall"}, follow=True)
        assert "You judged this ticket before" in read(late).text
        assert house.browser("supervisor").post(answer, given).status_code == 422
        assert house.browser("supervisor").post(answer, given | {"liable": "kilimall"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.is_upheld, objection.liable) == (True, "kilimall")


def test_an_overdue_one_is_marked_on_the_list() -> None:
    house = House(World())
    ticket = walk(house.world, house.world.apply(), PASSED)
    raise_objection(ticket.pk, by=house.users["seller"], text="No.", now=LATER)
    with at(LATER + timedelta(days=9)):
        assert "overdue" in read(house.browser("supervisor").get("/desk/objections/")).text.lower()
