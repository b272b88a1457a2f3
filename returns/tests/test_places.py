"""Kilishops and carriers: the list that is taken in, what customers see of it, and where things come to."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from returns.actions.placing import BadListError, import_points
from returns.actions.refusal import RefusedError
from returns.enums import Role, Service, Step
from returns.forms.steps import form_for
from returns.models import Carrier, Destination, Point, Ticket
from returns.queries.places import points_near
from returns.tests.test_machines import SENT, walk
from returns.tests.test_machines import Path as Path_
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)
HEAD = "code,country,town,name,address,hours\n"
MOI = 'MOI,KE,Nairobi,Moi Avenue,"Moi Avenue 4, ground floor",Mon-Sat 8-18\n'
NYALI = "NYALI,KE,Mombasa,Nyali,Links Road 1,Mon-Fri 9-17\n"


def taken(text: str) -> tuple[int, int, int]:
    placed = import_points(text.splitlines(keepends=True))
    return placed.created, placed.updated, placed.unchanged


def test_a_list_is_taken_in_and_again() -> None:
    assert taken(HEAD + MOI + NYALI) == (2, 0, 0)
    assert taken(HEAD + MOI + NYALI) == (0, 0, 2)
    assert taken(HEAD + MOI.replace("8-18", "8-20")) == (0, 1, 0)
    assert Point.objects.get(code="MOI").hours == "Mon-Sat 8-20"
    assert Point.objects.get(code="MOI").address == "Moi Avenue 4, ground floor"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "code, country, town, name, address, hours is missing"),
        ("code,town\n", "country, name, address, hours is missing"),
        (HEAD + MOI.replace("KE", "TZ"), "line 2: TZ is no country of ours"),
        (HEAD + MOI.replace("Nairobi", " "), "line 2: town is empty"),
        (HEAD + MOI.replace("MOI", "M" * 21), "line 2: code is longer than 20 signs"),
        (HEAD + MOI + MOI, "line 3: the code MOI stands there twice"),
        (HEAD + MOI.strip() + ",more\n", "line 2: more values than columns"),
        (HEAD + "MOI,KE\n", "line 2: town is empty"),
    ],
)
def test_a_bad_list_is_refused_whole(text: str, told: str) -> None:
    with pytest.raises(BadListError) as bad:
        import_points((text + NYALI if text.startswith(HEAD) else text).splitlines(keepends=True))
    assert told in str(bad.value)
    assert not Point.objects.exists()


def test_the_command_counts_and_names_what_the_list_leaves_out(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "points.csv"
    file.write_text(HEAD + MOI + NYALI, encoding="utf-8-sig")
    call_command("import_points", str(file))
    file.write_text(HEAD + NYALI)
    call_command("import_points", str(file))
    assert capsys.readouterr().out.splitlines() == [
        "created: 2, updated: 0, unchanged: 0",
        "created: 0, updated: 0, unchanged: 1",
        "Not in the list, left as they are: MOI",
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe", HEAD.encode() + b"x\n", None])
def test_the_command_says_what_is_wrong(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "points.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"Nothing was taken|can't be read"):
        call_command("import_points", str(file))


def test_those_of_the_town_come_first_and_closed_ones_never() -> None:
    import_points((HEAD + MOI + NYALI).splitlines(keepends=True))
    assert [point.code for point in points_near("KE", " nairobi").points] == ["MOI"]
    elsewhere = points_near("KE", "Kitui")
    assert ([point.code for point in elsewhere.points], elsewhere.is_of_town) == (["NYALI", "MOI"], False)
    assert points_near("UG", "Kampala").points == []
    Point.objects.update(is_open=False)
    assert points_near("KE", "Nairobi").points == []


def test_everybody_can_look_for_a_kilishop(client: Client) -> None:
    import_points((HEAD + MOI + NYALI).splitlines(keepends=True))
    every = client.get("/kilishops/").content.decode()
    assert "Moi Avenue 4" in every
    assert "Links Road 1" in every
    assert "Links Road 1" not in client.get("/kilishops/?town=Nairobi").content.decode()
    assert "no Kilishop in Kitui yet" in client.get("/kilishops/?town=Kitui").content.decode()
    assert "no Kilishop here yet" in client.get("/kilishops/?country=UG").content.decode()
    assert client.get("/kilishops/?country=<b>").status_code == 200


@pytest.fixture
def world() -> World:
    import_points((HEAD + MOI + NYALI).splitlines(keepends=True))
    return World()


@pytest.mark.parametrize(
    ("chosen", "place"),
    [
        ({"point": "NYALI"}, "Nyali, Mombasa"),
        ({"point": "door", "address": "The green gate"}, "The green gate"),
    ],
)
def test_what_goes_out_comes_to_the_chosen_place(world: World, chosen: dict[str, str], place: str) -> None:
    ticket = walk(world, world.apply(), SENT[:1])
    world.take(Step.ACCEPT, ticket, "customer", LATER, method="kilishop", **chosen)
    assert str(Destination.objects.get(ticket=ticket)) == place


@pytest.mark.parametrize(
    ("city", "chosen", "field"),
    [
        ("Nairobi", {}, "point"),
        ("Nairobi", {"point": "GONE"}, "point"),
        ("Nairobi", {"point": "door", "address": ""}, "address"),
        ("Mombasa", {"point": "door", "address": "The green gate"}, "point"),
    ],
)
def test_nowhere_is_refused_and_nothing_is_accepted(
    world: World, city: str, chosen: dict[str, str], field: str
) -> None:
    world.order.city = city
    world.order.save()
    ticket = walk(world, world.apply(), SENT[:1])
    with pytest.raises(RefusedError) as refused:
        world.take(Step.ACCEPT, ticket, "customer", LATER, method="kilishop", **chosen)
    assert refused.value.field == field
    ticket.refresh_from_db(fields=["last_event"])
    assert ticket.last_event == 2
    assert not Destination.objects.exists()


@pytest.mark.parametrize(
    ("waybill", "told"),
    [
        ("CC-2048-77", "looks like"),
        ("0712345678", "phone number"),
        ("Mwangi", "looks like a name"),
    ],
)
def test_a_known_carriers_waybill_has_its_pattern(world: World, waybill: str, told: str) -> None:
    Carrier.objects.create(country="KE", name="Coast Couriers", patterns="AA-9999-999\nAA9999999")
    ticket = walk(world, world.apply(), [SENT[0]])
    world.take(Step.ACCEPT, ticket, "customer", LATER, method="courier", point="MOI")
    with pytest.raises(RefusedError) as refused:
        world.take(Step.HAND_OVER, ticket, "customer", LATER, carrier="coast couriers", waybill=waybill)
    assert refused.value.field == "waybill"
    assert told in str(refused.value.text)
    sent = world.take(
        Step.HAND_OVER, ticket, "customer", LATER, carrier="coast couriers", waybill="CC-2048-771"
    )
    assert sent.parcels.get().waybill == "CC-2048-771"


def test_refund_only_asks_for_no_place(world: World) -> None:
    ticket = world.apply(Service.REFUND_ONLY)
    offered = world.take(
        Step.OFFER,
        ticket,
        "seller",
        NOON,
        service="refund_only",
        amount=world.line.paid_amount / 2,
        text="Half?",
    )
    assert world.take(Step.ACCEPT, offered, "customer", LATER).state == "refund_processing"


def test_goods_that_fail_are_brought_to_the_door_on_a_code(world: World) -> None:
    door = {"method": "kilishop", "point": "door", "address": "The green gate"}
    fail = (Step.FAIL, "warehouse", {"clause": "3-X3", "text": "Burnt.", "photos": "one"})
    home: Path_ = [SENT[0], (Step.ACCEPT, "customer", door), *SENT[2:], fail]
    ticket = walk(world, world.apply(), [*home, (Step.SEND_BACK, "customer", {})])
    assert ticket.to_door
    assert len(ticket.pickup_code) == 6
    handed = world.take(
        Step.HAND_BACK, ticket, "rider", LATER + timedelta(hours=9), place="Door", code=ticket.pickup_code
    )
    assert handed.state == "rejected"


def test_a_rider_hands_nothing_back_that_waits_at_a_counter(world: World) -> None:
    there = {"method": "kilishop", "point": "MOI"}
    fail = (Step.FAIL, "warehouse", {"clause": "3-X3", "text": "Burnt.", "photos": "one"})
    home: Path_ = [SENT[0], (Step.ACCEPT, "customer", there), *SENT[2:], fail]
    arrived = (Step.ARRIVE, "counter", {"place": "K1"})
    ticket = walk(world, world.apply(), [*home, (Step.SEND_BACK, "customer", {}), arrived])
    with pytest.raises(RefusedError) as refused:
        world.take(
            Step.HAND_BACK, ticket, "rider", LATER + timedelta(hours=9), place="K1", code=ticket.pickup_code
        )
    assert refused.value.code == "not_open"


@pytest.mark.parametrize(
    ("city", "first", "has_door", "told"),
    [
        ("Nairobi", "MOI", True, ""),
        ("Mombasa", "NYALI", False, "this order went to Mombasa"),
        ("Kitui", "NYALI", False, "this order went to Kitui"),
    ],
)
def test_accepting_offers_the_places_of_the_town_first(
    world: World, city: str, first: str, has_door: bool, told: str
) -> None:
    world.order.city = city
    world.order.save()
    ticket = walk(world, world.apply(Service.EXCHANGE), SENT[:1])
    form = form_for(Step.ACCEPT, Ticket.objects.get(pk=ticket.pk), Role.CUSTOMER)
    places = [value for value, _label in form.fields["point"].choices]
    assert places[:2] == ["", first]
    assert ("door" in places, "address" in form.fields) == (has_door, has_door)
    assert told in str(form.fields["method"].help_text)
    assert form.fields["point"].initial == (first if city != "Kitui" else None)


def test_an_order_without_any_kilishop_asks_for_no_place() -> None:
    world = World()
    ticket = walk(world, world.apply(), SENT[:1])
    form = form_for(Step.ACCEPT, Ticket.objects.get(pk=ticket.pk), Role.CUSTOMER)
    assert list(form.fields) == ["seen", "method"]


def test_a_waybills_form_suggests_the_carriers_of_the_country(world: World) -> None:
    Carrier.objects.create(country="KE", name="Coast & Sons")
    ticket = walk(world, world.apply(), [SENT[0]])
    html = str(form_for(Step.HAND_OVER, ticket, Role.CUSTOMER)["carrier"])
    assert '<datalist id="id_hand_over_carrier_list"><option value="Coast &amp; Sons">' in html
    assert 'list="id_hand_over_carrier_list"' in html
