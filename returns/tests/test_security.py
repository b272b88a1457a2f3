"""What somebody tries who means harm, or clicks in two windows at once: nothing is got by it."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orders.models import ShopStaff
from returns.actions.drafting import keep_answers, keep_draft, keep_photos
from returns.actions.opening import Application, open_ticket
from returns.actions.proving import MOST_PHOTOS, add_to_draft
from returns.actions.refusal import RefusedError
from returns.actions.returning import MOST_WRONG_CODES, WRONG_CODES_WITHIN
from returns.enums import Reason, ReturnMethod, Service, State, Step
from returns.forms.fields import PhotosField
from returns.models import Draft, Evidence, Holiday, Scan, Ticket
from returns.policy.facts import Claim
from returns.queries.purchases import purchase_to_help
from returns.tests.test_races import ROUNDS, race
from returns.tests.views.doors import House, address_of, enter
from returns.tests.world import NOON, World, person, photo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refunded_in_part(world: World, amount: str, quantity: int) -> None:
    """Some money back for goods that stay."""
    ticket = world.apply(Service.REFUND_ONLY, amount=amount, quantity=quantity)
    world.take(Step.APPROVE, ticket, "seller", NOON)
    world.take(Step.SETTLE, ticket, None, NOON)


def test_no_more_is_offered_than_the_refunds_of_the_line_leave() -> None:
    world = World(price="500.00", quantity=2)
    refunded_in_part(world, "600", 2)
    ticket = world.apply(Service.EXCHANGE, quantity=1)
    offer = partial(world.take, Step.OFFER, ticket, "seller", NOON, service="refund_only", text="Money?")

    with pytest.raises(RefusedError) as refused:
        offer(amount=Decimal("400.01"))
    assert (refused.value.field, "KES 400" in str(refused.value.text)) == ("amount", True)

    offer(amount=Decimal(400))
    assert world.take(Step.ACCEPT, ticket, "customer", NOON).state == State.REFUND_PROCESSING
    world.line.refresh_from_db()
    assert world.line.refunded_amount == world.line.paid_amount


def test_refunds_in_part_that_come_to_the_whole_price_take_the_goods() -> None:
    world = World(price="500.00")
    refunded_in_part(world, "300", 1)
    refunded_in_part(world, "200", 1)

    with pytest.raises(RefusedError) as refused:
        world.apply(Service.EXCHANGE)
    assert (refused.value.code, refused.value.clause) == ("not_eligible", "K1")


def test_a_line_that_cost_nothing_may_still_be_exchanged() -> None:
    assert World(price="0.00").apply(Service.EXCHANGE).state == State.SELLER_REVIEW


def going_home(world: World) -> Ticket:
    """Goods that the inspection sent back, at the counter."""
    ticket = world.apply()
    world.take(Step.APPROVE, ticket, "seller", NOON)
    world.take(Step.ACCEPT, ticket, "customer", NOON, method=ReturnMethod.KILISHOP)
    world.take(Step.HAND_OVER, ticket, "counter", NOON, place="K1")
    world.take(Step.RECEIVE, ticket, "warehouse", NOON, place="W1")
    world.take(
        Step.FAIL, ticket, "warehouse", NOON, clause="2.5", text="It was used.", photos=[photo("blue")]
    )
    world.take(Step.SEND_BACK, ticket, "customer", NOON)
    return world.take(Step.ARRIVE, ticket, "counter", NOON, place="K1")


def test_a_pickup_code_cannot_be_tried_out() -> None:
    world = World()
    ticket = going_home(world)
    right = ticket.pickup_code
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    hand_back = partial(world.take, Step.HAND_BACK, ticket, "counter", place="K1")

    for _try in range(MOST_WRONG_CODES):
        with pytest.raises(RefusedError, match="invalid"):
            hand_back(now=NOON, code=wrong)
    with pytest.raises(RefusedError) as refused:
        hand_back(now=NOON + WRONG_CODES_WITHIN - timedelta(seconds=1), code=right)
    assert (refused.value.field, "Too many" in str(refused.value.text)) == ("code", True)

    later = NOON + 2 * WRONG_CODES_WITHIN
    assert hand_back(now=later, code=right).state == State.REJECTED
    assert Scan.objects.filter(ticket=ticket, step=Step.HAND_BACK, moved=False).count() == 6


def test_too_many_photos_are_refused_before_one_is_decoded() -> None:
    files = [SimpleUploadedFile(f"{number}.jpg", b"no photo") for number in range(MOST_PHOTOS + 1)]
    with pytest.raises(ValidationError, match="At most 6"):
        PhotosField().clean(files)


def test_what_is_sent_in_another_window_meanwhile_is_no_fault() -> None:
    world = World()
    customer = world.people["customer"]
    draft = keep_draft(world.line, by=customer, now=NOON)
    Draft.objects.all().delete()

    with pytest.raises(RefusedError) as refused:
        keep_photos(draft, [photo()], remove=[], by=customer, now=NOON)
    assert refused.value.field == "photos"
    keep_answers(draft, {"claim": {}}, now=NOON)
    assert (Draft.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_photo_is_taken_back_from_its_own_draft_alone() -> None:
    world = World()
    customer = world.people["customer"]
    draft, other = (keep_draft(line, by=customer, now=NOON) for line in (world.line, world.add_line()))
    keep_photos(draft, [photo(), photo("blue")], remove=[], by=customer, now=NOON)
    token = str(draft.evidence.earliest("pk").token)

    keep_photos(other, [], remove=[token], by=customer, now=NOON)
    assert draft.evidence.count() == 2
    keep_photos(draft, [], remove=[token], by=customer, now=NOON)
    assert token not in {str(evidence.token) for evidence in draft.evidence.all()}
    assert draft.evidence.count() == 1


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_photos_sent_side_by_side_are_six_together() -> None:
    for _round in range(ROUNDS):
        world = World()
        customer = world.people["customer"]
        draft = keep_draft(world.line, by=customer, now=NOON)
        send = partial(add_to_draft, draft, [photo()] * 4, by=customer, now=NOON)
        assert sorted(race(send, send, send)) == ["done", "invalid", "invalid"]
        assert draft.evidence.count() == 4


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_photo_is_lost_between_two_windows() -> None:
    for _round in range(ROUNDS):
        world = World()
        customer = world.people["customer"]
        draft = keep_draft(world.line, by=customer, now=NOON)
        add_to_draft(draft, [photo(), photo()], by=customer, now=NOON)
        claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)
        application = Application(claim=claim, draft=draft)
        ends = race(
            partial(open_ticket, world.line.pk, application, by=customer, now=NOON),
            partial(add_to_draft, Draft.objects.get(pk=draft.pk), [photo("blue")], by=customer, now=NOON),
        )
        kept = Evidence.objects.filter(ticket=Ticket.objects.get(line=world.line)).count()
        assert (ends, kept) in ((["done", "done"], 3), (["done", "invalid"], 2))


def test_an_agent_does_not_apply_against_their_own_shop() -> None:
    world = World()
    agent = world.people["desk"]
    assert purchase_to_help(agent, world.order.number, 1, NOON) is not None

    ShopStaff.objects.create(user=agent, shop=world.shop)
    agent.__dict__.pop("_shop_ids")
    assert purchase_to_help(agent, world.order.number, 1, NOON) is None
    claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)
    with pytest.raises(RefusedError, match="not_found"):
        open_ticket(
            world.line.pk, Application(claim=claim, on_behalf_reason="They rang."), by=agent, now=NOON
        )


@pytest.mark.parametrize("who", ["customer", "desk", "counter", "seller", "root"])
def test_no_page_of_a_signed_in_person_is_kept(who: str) -> None:
    house = House(World())
    ticket = house.world.apply()
    own = {
        "customer": "returns:ticket",
        "desk": "returns:desk_ticket",
        "counter": "returns:counter_ticket",
        "seller": "admin:returns_ticket_change",
        "root": "admin:returns_ticket_change",
    }
    for address in (address_of(own[who], ticket), "/", "/policy/", "/nowhere/"):
        kept = house.browser(who).get(address).headers["Cache-Control"]
        assert {"private", "no-store"} <= set(kept.split(", ")), address
    assert not Client().get("/policy/").has_header("Cache-Control")


def test_a_supervisor_keeps_the_holidays_of_their_own_country() -> None:
    ours = Holiday.objects.create(country="UG", day="2039-03-03", name="Election")
    theirs = Holiday.objects.create(country="KE", day="2039-03-04", name="Election")
    browser = enter(person("supervisor", country="UG", is_staff=True))

    assert browser.get(f"/admin/returns/holiday/{ours.pk}/change/").status_code == 200
    for address in (f"{theirs.pk}/change/", f"{theirs.pk}/delete/"):
        assert browser.get(f"/admin/returns/holiday/{address}").status_code == 302  # as a missing one
    answers = {"country": "KE", "day": "2039-03-05", "name": "Mine"}
    assert browser.post("/admin/returns/holiday/add/", answers).status_code == 200
    assert browser.post("/admin/returns/holiday/add/", answers | {"country": "UG"}).status_code == 302
    assert Holiday.objects.filter(name="Mine").values_list("country", flat=True).get() == "UG"


@pytest.mark.parametrize(
    ("role", "query"),
    [
        ("supervisor", f"returns/holiday/?day__year={'9' * 30}"),
        ("finance", f"returns/transfer/?at__year={'9' * 30}"),
        ("finance", "returns/refund/?ticket__statement__contains=a"),
        ("desk", "orders/order/?payment_phone__startswith=%2B2547"),
        ("desk", "orders/order/?customer__user__email__startswith=a"),
        ("desk", "orders/category/?lines__order__customer__user__phone=1"),
    ],
)
def test_a_list_is_narrowed_by_the_filters_in_sight_alone(role: str, query: str) -> None:
    assert enter(person(role, is_staff=True)).get(f"/admin/{query}").status_code == 400


@pytest.mark.parametrize(
    ("role", "query"),
    [
        ("supervisor", "returns/holiday/?country__exact=KE"),
        ("finance", "returns/refund/?paid_at__isempty=1"),
        ("desk", "orders/order/?status__exact=completed&kind__exact=dropship"),
        ("desk", "orders/category/?is_classed__exact=0&policy_class__exact=standard"),
        ("seller", "returns/ticket/?turn=shop&service__exact=exchange"),
    ],
)
def test_each_filter_in_sight_works(role: str, query: str) -> None:
    house = House(World())
    assert house.browser(role).get(f"/admin/{query}").status_code == 200
