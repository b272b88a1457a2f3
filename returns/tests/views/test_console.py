"""The desk's tools on their pages: who is on a ticket, ready texts, saved views, chips, the file."""

import csv
import io
from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from orders.models import Shop
from returns.models import Assignment, Macro, SavedView, Ticket
from returns.tests.test_machines import APPEALED, walk
from returns.tests.views.crowds import FLAGGED, RUNNING, crowd
from returns.tests.views.doors import House, address_of, at
from returns.tests.views.reading import read
from returns.tests.views.refusing import nothing_moves
from returns.tests.views.test_desk import listed, references, statements
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def before_the_desk() -> tuple[House, Ticket]:
    """Everybody around a ticket that the desk must decide."""
    world = World()
    return House(world), walk(world, world.apply(), APPEALED)


def hands(ticket: Ticket) -> str:
    return f"/desk/hands/{ticket.reference}/"


def test_who_opens_a_ticket_sees_who_is_on_it_and_takes_it_over_knowingly() -> None:
    house, ticket = before_the_desk()
    with at(NOON):
        page = house.page("desk", ticket)
        assert "Nobody has taken this ticket yet." in page.text
        house.browser("desk").post(hands(ticket), page.form_to(hands(ticket)).filled(do="take"))
        assert "You have this ticket since" in house.page("desk", ticket).text

        page = house.page("supervisor", ticket)
        assert f"{house.users['desk']} is on this ticket since" in page.text
        answer = house.browser("supervisor").post(hands(ticket), {"do": "take", "seen": ""}, follow=True)
        assert f"{house.users['desk']} has just taken this ticket." in read(answer).text
        house.browser("supervisor").post(hands(ticket), page.form_to(hands(ticket)).filled(do="take"))
        assert Assignment.objects.get().agent == house.users["supervisor"]
        form = house.page("supervisor", ticket).form_to(hands(ticket))
        given = form.filled(do="assign", agent=str(house.users["desk"].pk))
        house.browser("supervisor").post(hands(ticket), given)
        assert Assignment.objects.get().agent == house.users["desk"]
        listing = read(house.browser("supervisor").get("/desk/?list=decide"))
        assert f"{house.users['desk']} is on it" in listing.text
        house.browser("desk").post(hands(ticket), {"do": "release"})
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"do": "burn"}, {"do": "take", "seen": "x"}, {"do": "take", "seen": "0"}, {"do": "\x00"}]
)
def test_what_the_buttons_do_not_send_is_not_found(sent: dict[str, str]) -> None:
    house, ticket = before_the_desk()
    with at(NOON), nothing_moves():
        assert house.browser("desk").post(hands(ticket), sent).status_code == 404


def test_finance_and_the_desk_of_another_country_have_no_hands() -> None:
    house, ticket = before_the_desk()
    house.add_strangers()
    with at(NOON), nothing_moves():
        assert house.browser("finance").post(hands(ticket), {"do": "take"}).status_code == 403
        assert house.browser("abroad").post(hands(ticket), {"do": "take"}).status_code == 404
        assert "/desk/hands/" not in house.page("finance", ticket).html


def test_each_list_of_hands_has_its_own() -> None:
    house, ticket = before_the_desk()
    rows = crowd(house.world, ticket, [RUNNING | {"due_at": NOON + hours * HOUR} for hours in (1, 3, 30)])
    late = crowd(house.world, ticket, [RUNNING | {"due_at": NOON - HOUR}, FLAGGED | {"flagged_at": NOON}])
    agent = house.users["desk"]
    for row in (rows[1], late[1]):
        Assignment.objects.create(ticket=row, agent=agent, by=agent, at=NOON)
    Ticket.objects.filter(pk=ticket.pk).update(due_at=NOON + 40 * HOUR)
    browser = house.browser("desk")
    with at(NOON):
        assert listed(browser, "/desk/?list=mine") == references([late[1], rows[1]])
        others = [late[0], rows[0], rows[2], ticket]
        assert listed(browser, "/desk/?list=unassigned") == references(others)
        assert listed(browser, "/desk/?list=near") == references([late[0], rows[0]])
        assert listed(browser, "/desk/?list=overdue") == references(late)
        page = read(browser.get("/desk/?list=mine"))
    for counted in ("2 Mine", "4 Nobody's yet", "2 Due in 2 hours", "2 Overdue", "1 Supervisor"):
        assert counted in page.text


def test_filters_stand_as_chips_that_lead_to_the_list_without_them() -> None:
    house, _ticket = before_the_desk()
    with at(NOON):
        page = read(house.browser("desk").get("/desk/?list=soon&service=exchange&reason=damaged&after=x"))
    assert "?list=soon&reason=damaged" in page.links
    assert "?list=soon&service=exchange" in page.links
    assert "Service: Exchange" in page.text


def test_a_shop_and_a_day_stand_in_words_and_what_can_t_be_read_narrows_nothing() -> None:
    house, ticket = before_the_desk()
    shop = ticket.shop
    with at(NOON):
        asked = (
            f"/desk/?list=soon&shop={shop.pk}&opened_from=2026-11-02&answered=true&opened_until=x&state=no"
        )
        page = read(house.browser("desk").get(asked))
    assert [link for link in page.links if link.startswith("?list=soon&") and "opened_until=x" in link]
    for words in (f"Shop: {shop.name}", "Opened from: Mon 2 Nov 2026", "Answered by the seller: Answered"):
        assert words in page.text
    assert "Opened until: x" not in page.text
    assert "Enter a valid date." in page.text
    assert page.text.count("Shop: ") == 1


def test_a_shop_without_a_ticket_of_the_country_keeps_its_number() -> None:
    house, _ticket = before_the_desk()
    abroad = Shop.objects.create(external_id="abroad", name="Entebbe Goods", country="UG")
    with at(NOON):
        page = read(house.browser("desk").get(f"/desk/?list=soon&shop={abroad.pk}"))
    assert f"Shop: {abroad.pk}" in page.text
    assert abroad.name not in page.text


def test_views_of_shops_are_counted_without_a_statement_each() -> None:
    house, ticket = before_the_desk()
    browser = house.browser("desk")
    with at(NOON):
        few = statements(browser, "/desk/")
        for name in ("One", "Two", "Three"):
            browser.post("/desk/views/", {"name": name, "query": f"list=soon&shop={ticket.shop_id}"})
        assert SavedView.objects.count() == 3
        assert statements(browser, "/desk/") == few


def test_a_list_is_kept_under_a_name_with_its_count_and_taken_off() -> None:
    house, _ticket = before_the_desk()
    browser, address = house.browser("desk"), "/desk/?list=soon&service=return_refund&after=zzz"
    with at(NOON):
        form = read(browser.get(address)).form_to("/desk/views/")
        browser.post(form.action, form.filled(name="Send back"))
        kept = SavedView.objects.get()
        page = read(browser.get("/desk/"))
        assert (kept.owner, kept.query) == (house.users["desk"], "list=soon&service=return_refund")
        assert "Send back 1" in page.text
        assert f"?{kept.query}" in page.links
        assert "Send back" not in read(house.browser("supervisor").get("/desk/")).text
        drop = f"/desk/views/{kept.pk}/remove/"
        assert house.browser("supervisor").post(drop).status_code == 404
        browser.post(drop)
        assert browser.post(drop).status_code == 404
    assert not SavedView.objects.exists()


def test_twelve_views_are_enough_and_each_needs_a_name() -> None:
    house, _ticket = before_the_desk()
    browser = house.browser("desk")
    with at(NOON):
        for number in range(12):
            browser.post("/desk/views/", {"name": f"View {number}", "query": "list=ours&evil=<script>"})
        assert set(SavedView.objects.values_list("query", flat=True)) == {"list=ours"}
        with nothing_moves():
            for name in ("View 12", "", "x" * 41, "a\x00"):
                answer = browser.post("/desk/views/", {"name": name, "query": "list=ours"})
                assert answer.status_code == 302
        browser.post("/desk/views/", {"name": "View 3", "query": "list=soon"})
    assert SavedView.objects.filter(query="list=soon").count() == 1


def rows_of(answer: StreamingHttpResponse) -> list[list[str]]:
    """The lines of a table, as a spreadsheet takes them."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_list_as_a_file_is_the_whole_list_and_runs_nothing() -> None:
    house, ticket = before_the_desk()
    house.world.line.name = '=HYPERLINK("http://evil.example")'
    house.world.line.save()
    rows = crowd(house.world, ticket, [RUNNING | {"due_at": NOON + HOUR} for _each in range(600)])
    with at(NOON):
        answer = house.browser("desk").get("/desk/tickets.csv?list=decide&service=return_refund")
        table = rows_of(answer)
        none = rows_of(house.browser("desk").get("/desk/tickets.csv?list=decide&service=exchange"))
        assert house.browser("desk").get("/desk/tickets.csv?list=moon").status_code == 404

    assert answer["Content-Disposition"] == 'attachment; filename="decide.csv"'
    assert [row[0] for row in table] == ["reference", *references([*rows, ticket])]
    assert {len(row) for row in table} == {14}
    assert {row[4] for row in table[1:]} == {"'" + house.world.line.name, rows[0].line.name} - {
        house.world.line.name
    }
    assert none == [table[0]]
    assert house.world.people["customer"].phone not in str(table)


def test_a_ready_text_begins_the_message_with_what_the_ticket_fills_in() -> None:
    house, ticket = before_the_desk()
    text = "Dear {customer}, {product} ({reference}) is with {me}."
    desk = Macro.objects.create(country="KE", title="We look at it", text=text)
    shops = Macro.objects.create(shop=house.world.shop, title="Sorry", text="Sorry for {product}.")
    Macro.objects.create(country="UG", title="Kampala", text="Elsewhere.")
    with at(NOON):
        page = house.page("desk", ticket)
        assert f"?macro={desk.pk}#write" in page.links
        address = address_of("returns:desk_ticket", ticket)
        begun = read(house.browser("desk").get(f"{address}?macro={desk.pk}"))
        form = begun.form_to(f"{address}messages/").filled()
        foreign = read(house.browser("desk").get(f"{address}?macro={shops.pk}"))
        sellers = read(
            house.browser("seller").get(f"/admin/returns/ticket/{ticket.pk}/change/?macro={shops.pk}")
        )
        customers = read(house.browser("customer").get(f"/tickets/{ticket.reference}/?macro={desk.pk}"))

    people = house.users
    expected = f"Dear {people['customer']}, Kettle ({ticket.reference}) is with {people['desk']}."
    assert form["text"] == expected
    assert "Kampala" not in page.text
    assert "Sorry for" not in foreign.html
    assert "Sorry for Kettle." in sellers.html
    assert "We look at it" not in customers.text + sellers.text


def keep(browser: Client, owner: str, text: str = "Hello {customer}") -> int:
    """Try to keep a ready text in the admin; how many there are then."""
    browser.post("/admin/returns/macro/add/", {"owner": owner, "title": "Hello", "text": text})
    return Macro.objects.count()


def test_a_supervisor_keeps_the_desks_texts_and_a_shop_its_own() -> None:
    house, _ticket = before_the_desk()
    house.add_strangers()
    shop = str(house.world.shop.pk)
    with at(NOON):
        assert keep(house.browser("desk"), "desk-KE") == 0
        assert keep(house.browser("seller"), "desk-KE") == 0
        assert keep(house.browser("other seller"), shop) == 0
        assert keep(house.browser("supervisor"), "desk-UG") == 0
        assert keep(house.browser("supervisor"), shop) == 0
        assert keep(house.browser("seller"), shop, "Hello {password}") == 0
        assert keep(house.browser("seller"), "") == 0
        assert keep(house.browser("seller"), shop) == 1
        assert keep(house.browser("supervisor"), "desk-KE") == 2
        own, desks = Macro.objects.get(shop=house.world.shop), Macro.objects.get(country="KE")
        for who, macro, status in [
            ("seller", own, 200),
            ("seller", desks, 302),
            ("other seller", own, 302),
            ("desk", desks, 200),
            ("desk", own, 302),
            ("supervisor", desks, 200),
        ]:
            page = house.browser(who).get(f"/admin/returns/macro/{macro.pk}/change/")
            assert page.status_code == status, (who, macro)
        changed = {"owner": "desk-KE", "title": "Hi", "text": "Hi."}
        house.browser("desk").post(f"/admin/returns/macro/{desks.pk}/change/", changed)
        assert Macro.objects.get(pk=desks.pk).title == "Hello"
        house.browser("supervisor").post(f"/admin/returns/macro/{desks.pk}/change/", changed)
        assert Macro.objects.get(pk=desks.pk).title == "Hi"


def test_a_preview_shows_what_both_sides_would_read_and_leaves_nothing() -> None:
    house, ticket = before_the_desk()
    address = address_of("returns:desk_ticket", ticket)
    ruling = {"clause": "2-T2", "text": "We looked at it.", "liable": "shop"}
    ruling |= {"service": "refund_only", "amount": "500"}
    with at(NOON + 9 * HOUR):
        form = house.page("desk", ticket).form_to(f"{address}rule_offer/")
        with nothing_moves():
            shown = read(house.browser("desk").post(form.action, form.filled(**ruling, preview="1")))
            wrong = house.browser("desk").post(form.action, form.filled(**ruling | {"text": ""}, preview="1"))
        again = shown.form_to(form.action).filled()
        assert house.browser("desk").post(form.action, again).status_code == 302

    assert "What would happen" in shown.text
    assert "Customer would read" in shown.text
    assert "Seller would read" in shown.text
    assert shown.text.count("> We looked at it.") == 2
    assert "KES 500" in shown.text
    assert not shown.title.startswith("Error:")
    assert wrong.status_code == 422
    assert Ticket.objects.get().liable == "shop"


def test_both_sides_claims_stand_side_by_side() -> None:
    house, ticket = before_the_desk()
    with at(NOON):
        page = house.page("desk", ticket)
    claims = page.html[page.html.index('class="claims"') : page.html.index('id="policy"')]
    assert claims.index("claim-customer") < claims.index("claim-seller")
    for said in (ticket.statement, *(event.text for event in ticket.events.exclude(text=""))):
        assert said in claims


def test_nobody_is_shown_as_the_agent_of_a_row_without_asking() -> None:
    house, ticket = before_the_desk()
    Assignment.objects.create(ticket=ticket, agent=person("desk"), by=person(), at=NOON)
    with at(NOON):
        assert "is on it" not in read(house.browser("customer").get("/tickets/")).text
