"""Addresses, queries and bodies that no page of ours leads to: a clean answer, never a fault of ours."""

import pytest
from django.test import Client

from returns.enums import Step
from returns.tests.views.addresses import LATER, MISSING, Town, filled, routes
from returns.tests.views.doors import address_of, at
from returns.tests.views.refusing import apply_address, nothing_moves

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLEAN = {200, 302, 400, 403, 404, 405, 409, 422}
AREAS = {
    "customer": ("/orders/", "/tickets/", "/evidence/", "/accounts/"),
    "seller": ("/admin/returns/ticket/", "/admin/(", "/admin/r/"),
    "desk": ("/desk/", "/admin/orders/order/"),
    "warehouse": ("/counter/", "/tickets/"),
    "root": ("/admin/orders/shop/", "/admin/returns/refund/", "/admin/mfa/"),
}
PLACES = [*MISSING, "line", "pk", "word", "uidb36", "key", "app_label", "url", "content_type_id"]
ODD = [
    *("%00", "KC%00", "%ff%fe", "%F0%9F%98%80", "..%2f..%2fetc", "-1", "9" * 30, "9" * 5000, "%0d%0aX: y"),
    *("' OR 1=1 --", "<script>", "\N{ARABIC-INDIC DIGIT ONE}", "1.0", "1_0", "x" * 3000),
]


@pytest.mark.parametrize("who", AREAS)
def test_an_odd_value_in_an_address_is_answered_cleanly(town: Town, who: str) -> None:
    browser, values = town.house.browser(who), town.values(who)
    placed = [route for route in routes() if "<" in route and route.startswith(AREAS[who])]
    with at(LATER), nothing_moves():
        for odd in ODD:
            for route in placed:
                answer = browser.get(filled(route, values | dict.fromkeys(PLACES, odd)))
                answer.getvalue()
                assert answer.status_code in CLEAN, (route, odd, answer.status_code)


LISTS = {
    "customer": ["/orders/", "/tickets/"],
    "desk": ["/desk/", "/admin/orders/order/", "/admin/orders/category/"],
    "seller": ["/admin/returns/ticket/"],
    "warehouse": ["/counter/"],
    "root": [
        "/admin/returns/refund/",
        "/admin/returns/transfer/",
        "/admin/returns/payout/",
        "/admin/returns/ticket/",
        "/admin/auth/group/",
    ],
}
MARKS = [
    *("x", "~", "~1", "2026-11-03T12:00:00~1", "2026-11-03T12:00:00+03:00~", "2026-11-03T12:00:00+03:00~-1"),
    *("0001-01-01T00:00:00+14:00~1", "9999-12-31T23:59:59-14:00~1", "2026-11-03T12:00:00+03:00~" + "9" * 18),
    *(
        "2026-11-03T12:00:00+03:00~" + "9" * 40,
        "2026-11-03T12:00:00+03:00~\N{ARABIC-INDIC DIGIT ONE}",
        "\x00",
    ),
    *("2026-11-03T12:00:00+03:00~1~1", "2026-11-03T12:00:00+03:00~1\x00", "9" * 3000, "\udcff"),
]
NAMES = ["after", "q", "list", "service", "state", "reason", "holder", "silent", "turn", "p", "o", "e", "all"]
QUERIES = [
    *(("after", mark) for mark in MARKS),
    *((name, odd) for name in NAMES for odd in ("\x00", "9" * 3000)),
]


@pytest.mark.parametrize("who", LISTS)
def test_an_odd_query_is_answered_cleanly(town: Town, who: str) -> None:
    browser = town.house.browser(who)
    with at(LATER), nothing_moves():
        for address in LISTS[who]:
            for name, odd in QUERIES:
                status = browser.get(address, {name: odd.encode(errors="surrogateescape")}).status_code
                assert status in CLEAN, (address, name, odd, status)


def test_a_broken_mark_starts_the_list_at_its_top(town: Town) -> None:
    browser = town.house.browser("customer")
    with at(LATER):
        whole = len(browser.get("/tickets/").context["list"].rows)
        for mark in [*MARKS[:6], "2026-11-03T12:00:00+03:00~1~1"]:
            assert len(browser.get("/tickets/", {"after": mark}).context["list"].rows) == whole > 1, mark


BODIES = [
    (b"text=\xff\xfe&code=\xff&seen=\xff", "application/x-www-form-urlencoded"),
    (b"text=%00&code=%00&clause=%00&token=%00&quantity=%00", "application/x-www-form-urlencoded"),
    (b'{"text": "x"}', "application/json"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"--x\r\nbroken", "multipart/form-data"),
    (b"&".join(b"f%d=1" % number for number in range(1001)), "application/x-www-form-urlencoded"),
    (b"text=" + b"x" * (2 * 1024 * 1024 + 1), "application/x-www-form-urlencoded"),
    (b"text=%s" % ("\N{SNOWMAN}" * 2000).encode(), "application/x-www-form-urlencoded; charset=utf-16"),
    (b"text=x", "application/x-www-form-urlencoded; charset=none"),
    (b"", ""),
]


def test_an_odd_body_is_answered_cleanly(town: Town) -> None:
    addresses = {
        "customer": [
            address_of("returns:ticket", town.ticket, Step.APPEAL),
            apply_address(town.world),
            apply_address(town.world, "returns:check"),
            "/accounts/language/",
            "/wallet/numbers/",
            "/wallet/numbers/code/",
            "/wallet/numbers/remove/",
        ],
        "seller": [address_of("admin:returns_ticket_change", town.ticket, Step.REJECT)],
        "desk": [
            address_of("returns:desk_ticket", town.ticket, Step.ASK_EVIDENCE),
            apply_address(town.world, "returns:desk_apply"),
            "/admin/orders/category/add/",
        ],
        "nobody": ["/accounts/login/", "/accounts/login/password/", "/accounts/password/reset/"],
    }
    browsers = {who: town.house.browser(who) for who in addresses}
    with at(LATER), nothing_moves("returns.Draft"):
        for who, asked in addresses.items():
            for address in asked:
                for body, kind in BODIES:
                    status = browsers[who].generic("POST", address, body, kind).status_code
                    assert status in CLEAN | {413}, (address, kind, status)


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "django_language", "messages"])
@pytest.mark.parametrize("value", ['"\\000aaaaaaaaaaaaaaaa"', "\x7f", "x" * 4000, "é", '"\\"'])
def test_an_odd_cookie_is_answered_cleanly(cookie: str, value: str) -> None:
    for address in ("/", "/tickets/", "/accounts/login/"):
        status = Client().get(address, headers={"cookie": f"{cookie}={value}"}).status_code
        assert status in CLEAN, (address, status)
