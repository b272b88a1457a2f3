"""Every address times every kind of person: who gets in, and what the others are told."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from returns.tests.views.addresses import LATER, MISSING, Town, filled, routes
from returns.tests.views.doors import at, counted

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
KINDS = (
    "nobody",
    "gone",
    "customer",
    "other customer",
    "agent",
    "seller",
    "other seller",
    "desk",
    "supervisor",
    "finance",
    "warehouse",
    "counter",
    "rider",
    "abroad",
    "root",
)
"""`gone` is switched off, `agent` works at the desk and looks at their own purchase, `abroad` in Uganda."""

WORDS = {200: "+", 403: "3", 404: "4", 405: "5"}
"""A row has a sign for each kind: let in, forbidden, not there, not by GET; s signs in first, r is led on."""

MATRIX: dict[str, dict[str, str]] = {
    "pages": {
        "/livez": "+++++++++++++++",
        "/readyz": "+++++++++++++++",
        "/offline/": "+++++++++++++++",
        "/worker.js": "+++++++++++++++",
        "/": "+++++++++++++++",
        "/policy/": "+++++++++++++++",
        "/kilishops/": "+++++++++++++++",
        "/policy/may-i-return-it/": "+++++++++++++++",
        "/find/": "+++++++++++++++",
        "/find/code/": "rrrrrrrrrrrrrrr",
        "/find/ticket/": "rrrrrrrrrrrrrrr",
        "/orders/": "ss+++++++++++++",
        "/orders/<str:number>/": "ss+4+4444444444",
        "/orders/<str:number>/<int:line>/received/": "555555555555555",
        "/orders/<str:number>/<int:line>/apply/": "ss+4+4444444444",
        "/orders/<str:number>/<int:line>/apply/check/": "ssr4r4444444444",
        "/orders/<str:number>/<int:line>/apply/<slug:page>/": "ss+4+4444444444",
        "/tickets/": "ss+++++++++++++",
        "/tickets/<str:reference>/": "ss+4+4444444444",
        "/tickets/<str:reference>/objection/": "ss4444444444444",
        "/tickets/<str:reference>/dossier.zip": "ss+4+4444444444",
        "/tickets/<str:reference>/version.json": "ss+4+4444444444",
        "/tickets/<str:reference>/messages/": "555555555555555",
        "/tickets/<str:reference>/slip/": "ss4444444444444",
        "/tickets/<str:reference>/slip.pdf": "ss4444444444444",
        "/tickets/<str:reference>/applied/": "ss+4+4444444444",
        "/tickets/<str:exchange>/replacement/apply/": "ssr4r4444444444",
        "/tickets/<str:exchange>/replacement/apply/<slug:page>/": "ss+4+4444444444",
        "/tickets/<str:exchange>/replacement/apply/check/": "ssr4r4444444444",
        "/tickets/<str:reference>/<slug:word>/": "ss+4+4444444444",
        "/wallet/": "ss+++++++++++++",
        "/wallet/withdraw/": "ssrrrrrrrrrrrrr",
        "/wallet/numbers/": "ss+4+4444444444",
        "/wallet/numbers/code/": "ssr4r4444444444",
        "/wallet/numbers/remove/": "555555555555555",
        "/desk/": "ss33+33+++333+3",
        "/desk/gallery/": "ss33+33+++333+3",
        "/desk/notices/": "ss33+33++3333+3",
        "/desk/tickets/<str:reference>/notices/": "ss33433++333343",
        "/desk/tickets/<str:reference>/notices/<int:notice>/": "ss33433++333343",
        "/hooks/sms/<str:token>/": "555555555555555",
        "/messages/": "ss+++++++++++++",
        "/messages/off/<str:signed>/": "444444444444444",
        "/desk/dashboard/": "ss33+33+++333+3",
        "/ratings/<str:reference>/": "555555555555555",
        "/another/<str:reference>/<int:line>/": "555555555555555",
        "/desk/tickets.csv": "ss3343344333343",
        "/desk/views/": "555555555555555",
        "/desk/views/<int:view>/remove/": "555555555555555",
        "/desk/hands/<str:reference>/": "555555555555555",
        "/desk/objections/": "ss33+33++3333+3",
        "/desk/objections/<int:objection>/": "555555555555555",
        "/desk/parcels/": "ss33+33++3333+3",
        "/desk/parcels/<int:parcel>/": "555555555555555",
        "/desk/tickets/<str:reference>/": "ss33433+++33343",
        "/desk/tickets/<str:reference>/dossier.zip": "ss33433++333343",
        "/desk/tickets/<str:reference>/version.json": "ss33433+++33343",
        "/desk/tickets/<str:reference>/messages/": "555555555555555",
        "/desk/tickets/<str:exchange>/replacement/apply/": "ss33433rr333343",
        "/desk/tickets/<str:exchange>/replacement/apply/<slug:page>/": "ss33433++333343",
        "/desk/tickets/<str:exchange>/replacement/apply/check/": "ss33433rr333343",
        "/desk/tickets/<str:reference>/<slug:word>/": "ss33433++333343",
        "/desk/orders/<str:number>/<int:line>/apply/": "ss33433++333343",
        "/desk/orders/<str:number>/<int:line>/apply/<slug:page>/": "ss33433++333343",
        "/desk/orders/<str:number>/<int:line>/apply/check/": "ss33433rr333343",
        "/counter/": "ss33333333+++33",
        "/counter/unclaimed/": "ss33333333+++33",
        "/counter/<str:reference>/home/": "555555555555555",
        "/counter/<str:reference>/receipt/": "ss3333333344433",
        "/counter/<str:reference>/": "ss33333333+++33",
        "/counter/<str:reference>/<slug:word>/": "ss33333333+4433",
        "/hooks/<str:token>/<slug:word>/": "555555555555555",
        "/evidence/<uuid:token>/": "ss+4++4++++++4+",
        "/evidence/<uuid:token>/small/": "ss+4++4++++++4+",
        "/uploads/": "555555555555555",
    },
    "accounts": {
        "/accounts/": "ss+++++++++++++",
        "/accounts/home/": "ssrrrrrrrrrrrrr",
        "/accounts/language/": "555555555555555",
        "/accounts/login/": "++rrrrrrrrrrrrr",
        "/accounts/login/code/": "ssrrrrrrrrrrrrr",
        "/accounts/login/password/": "++rrrrrrrrrrrrr",
        "/accounts/logout/": "rr+++++++++++++",
        "/accounts/inactive/": "+++++++++++++++",
        "/accounts/password/change/": "ss4444444444444",
        "/accounts/password/again/": "ss44rrrrrrrrrrr",
        "/accounts/password/reset/": "+++++++++++++++",
        "/accounts/password/reset/sent/": "+++++++++++++++",
        "/accounts/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/": "+++++++++++++++",
        "/accounts/password/reset/done/": "+++++++++++++++",
        "/accounts/second-factor/": "ss44+++++++++++",
        "/accounts/second-factor/code/": "ssrrrrrrrrrrrrr",
        "/accounts/second-factor/again/": "ss44+++++++++++",
        "/accounts/second-factor/app/": "ss44rrrrrrrrrrr",
        "/accounts/second-factor/app/remove/": "ss44rrrrrrrrrrr",
        "/accounts/second-factor/recovery/": "ss44rrrrrrrrrrr",
        "/accounts/second-factor/recovery/new/": "ss44rrrrrrrrrrr",
        "/accounts/second-factor/key/": "ss44rrrrrrrrrrr",
        "/accounts/second-factor/key/again/": "ss44rrrrrrrrrrr",
        "/accounts/second-factor/key/<int:pk>/remove/": "ss44rrrrrrrrrrr",
    },
    "admin": {
        "/admin/": "ssss++++++sss++",
        "/admin/login/": "ss33rrrrrr333rr",
        "/admin/logout/": "rrrr555555rrr55",
        "/admin/password_change/": "ssss++++++sss++",
        "/admin/password_change/done/": "ssss++++++sss++",
        "/admin/autocomplete/": "ssss333333sss33",
        "/admin/jsi18n/": "ssss++++++sss++",
        "/admin/r/<path:content_type_id>/<path:object_id>/": "ssss444444sss44",
        "/admin/accounts/user/": "ssss333333sss3+",
        "/admin/accounts/user/add/": "ssss333333sss3+",
        "/admin/accounts/user/<path:object_id>/history/": "ssss333333sss3+",
        "/admin/accounts/user/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/accounts/user/<path:object_id>/change/": "ssss333333sss3+",
        "/admin/accounts/user/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/orders/category/": "ssss+33++3sss++",
        "/admin/orders/category/add/": "ssss+33++3sss++",
        "/admin/orders/category/<path:object_id>/history/": "ssss+33++3sss++",
        "/admin/orders/category/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/orders/category/<path:object_id>/change/": "ssss+33++3sss++",
        "/admin/orders/category/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/orders/order/": "ssss+33+++sss++",
        "/admin/orders/order/add/": "ssss333333sss33",
        "/admin/orders/order/<path:object_id>/history/": "ssss+33+++sssr+",
        "/admin/orders/order/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/orders/order/<path:object_id>/change/": "ssss+33+++sssr+",
        "/admin/orders/order/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/orders/shop/": "ssss333333sss3+",
        "/admin/orders/shop/add/": "ssss333333sss3+",
        "/admin/orders/shop/<path:object_id>/history/": "ssss333333sss3+",
        "/admin/orders/shop/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/orders/shop/<path:object_id>/change/": "ssss333333sss3+",
        "/admin/orders/shop/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/orders/stock/": "ssss+33+++sss++",
        "/admin/orders/stock/add/": "ssss333333sss33",
        "/admin/orders/stock/<path:object_id>/history/": "ssss+33+++sssr+",
        "/admin/orders/stock/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/orders/stock/<path:object_id>/change/": "ssss+33+++sssr+",
        "/admin/orders/stock/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/ticket/<str:object_id>/steps/<slug:word>/": "ssss4+4444sss44",
        "/admin/returns/ticket/<str:object_id>/dossier/": "ssss4+4++4sss44",
        "/admin/returns/ticket/<str:object_id>/messages/": "ssss4r4rrrsss4r",
        "/admin/returns/ticket/<str:object_id>/objection/": "ssss444444sss44",
        "/admin/returns/ticket/": "ssss++++++sss++",
        "/admin/returns/ticket/add/": "ssss333333sss33",
        "/admin/returns/ticket/<path:object_id>/history/": "ssss4r4rrrsss4r",
        "/admin/returns/ticket/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/ticket/<path:object_id>/change/": "ssss4+4+++sss4+",
        "/admin/returns/ticket/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/refund/": "ssss3333++sss3+",
        "/admin/returns/refund/add/": "ssss333333sss33",
        "/admin/returns/refund/<path:object_id>/history/": "ssss3333++sss3+",
        "/admin/returns/refund/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/refund/<path:object_id>/change/": "ssss3333++sss3+",
        "/admin/returns/refund/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/transfer/": "ssss3333++sss3+",
        "/admin/returns/transfer/add/": "ssss333333sss33",
        "/admin/returns/transfer/<path:object_id>/history/": "ssss3333++sss3+",
        "/admin/returns/transfer/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/transfer/<path:object_id>/change/": "ssss3333++sss3+",
        "/admin/returns/transfer/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/payout/": "ssss3333++sss3+",
        "/admin/returns/payout/day/": "ssss3333++sss3+",
        "/admin/returns/payout/add/": "ssss333333sss33",
        "/admin/returns/payout/<path:object_id>/history/": "ssss3333++sss3+",
        "/admin/returns/payout/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/payout/<path:object_id>/change/": "ssss3333++sss3+",
        "/admin/returns/payout/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/payoutpause/": "ssss3333++sss3+",
        "/admin/returns/payoutpause/add/": "ssss33333+sss33",
        "/admin/returns/payoutpause/<path:object_id>/history/": "ssss3333++sss3+",
        "/admin/returns/payoutpause/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/payoutpause/<path:object_id>/change/": "ssss3333++sss3+",
        "/admin/returns/payoutpause/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/setback/": "ssss3333+3sss3+",
        "/admin/returns/setback/add/": "ssss333333sss33",
        "/admin/returns/setback/<path:object_id>/history/": "ssss3333+3sss3+",
        "/admin/returns/setback/<path:object_id>/delete/": "ssss3333+3sss3+",
        "/admin/returns/setback/<path:object_id>/change/": "ssss3333+3sss3+",
        "/admin/returns/setback/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/notice/": "ssss3333+3sss3+",
        "/admin/returns/notice/add/": "ssss333333sss33",
        "/admin/returns/notice/<path:object_id>/history/": "ssss3333+3sss3+",
        "/admin/returns/notice/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/notice/<path:object_id>/change/": "ssss3333+3sss3+",
        "/admin/returns/notice/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/holiday/": "ssss3333+3sss3+",
        "/admin/returns/holiday/add/": "ssss3333+3sss3+",
        "/admin/returns/holiday/<path:object_id>/history/": "ssss3333+3sss3+",
        "/admin/returns/holiday/<path:object_id>/delete/": "ssss3333+3sss3+",
        "/admin/returns/holiday/<path:object_id>/change/": "ssss3333+3sss3+",
        "/admin/returns/holiday/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/point/": "ssss+33++3sss++",
        "/admin/returns/point/add/": "ssss3333+3sss3+",
        "/admin/returns/point/<path:object_id>/history/": "ssss+33++3sssr+",
        "/admin/returns/point/<path:object_id>/delete/": "ssss333333sss33",
        "/admin/returns/point/<path:object_id>/change/": "ssss+33++3sssr+",
        "/admin/returns/point/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/ticket/approve/": "ssssrrrrrrsssrr",
        "/admin/returns/ticket/scorecard/": "ssss4++444sss44",
        "/admin/returns/closure/": "ssss3++333sss3+",
        "/admin/returns/closure/add/": "ssss3++333sss3+",
        "/admin/returns/closure/<path:object_id>/history/": "ssss3+r333sss3+",
        "/admin/returns/closure/<path:object_id>/delete/": "ssss3+r333sss3+",
        "/admin/returns/closure/<path:object_id>/change/": "ssss3+r333sss3+",
        "/admin/returns/closure/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/macro/": "ssss+++++3sss++",
        "/admin/returns/macro/add/": "ssss3++3+3sss3+",
        "/admin/returns/macro/<path:object_id>/history/": "ssss+rr++rsssr+",
        "/admin/returns/macro/<path:object_id>/delete/": "ssss3rr3+3sss3+",
        "/admin/returns/macro/<path:object_id>/change/": "ssss+rr++3sssr+",
        "/admin/returns/macro/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/returns/carrier/": "ssss3333+3sss3+",
        "/admin/returns/carrier/add/": "ssss3333+3sss3+",
        "/admin/returns/carrier/<path:object_id>/history/": "ssss3333+3sss3+",
        "/admin/returns/carrier/<path:object_id>/delete/": "ssss3333+3sss3+",
        "/admin/returns/carrier/<path:object_id>/change/": "ssss3333+3sss3+",
        "/admin/returns/carrier/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/mfa/authenticator/": "ssss333333sss3+",
        "/admin/mfa/authenticator/add/": "ssss333333sss33",
        "/admin/mfa/authenticator/<path:object_id>/history/": "ssss333333sss3+",
        "/admin/mfa/authenticator/<path:object_id>/delete/": "ssss333333sss3+",
        "/admin/mfa/authenticator/<path:object_id>/change/": "ssss333333sss3+",
        "/admin/mfa/authenticator/<path:object_id>/": "ssssrrrrrrsssrr",
        "/admin/(?P<app_label>mfa|accounts|orders|returns)/": "ssss++++++sss++",
        "/admin/(?P<url>.*)": "ssss444444sss44",
    },
}


def area(route: str) -> str:
    """The part of the table that a route stands in."""
    first = route.split("/")[1]
    return first if first in MATRIX else "pages"


def sign(answer: HttpResponse) -> str:
    """What an answer means to who asked."""
    answer.getvalue()  # a file is closed at its end
    if answer.status_code == 302:
        return "s" if answer["Location"].startswith(("/accounts/login/", "/admin/login/")) else "r"
    return WORDS.get(answer.status_code, str(answer.status_code))


def test_every_address_has_its_row() -> None:
    assert {route: area(route) for route in routes()} == {
        route: part for part, rows in MATRIX.items() for route in rows
    }


@pytest.mark.parametrize("part", MATRIX)
def test_each_gets_in_where_they_belong(town: Town, part: str) -> None:
    values = {who: town.values(who) for who in KINDS}
    with at(LATER):
        for route, row in MATRIX[part].items():
            asked = {who: filled(route, values[who]) for who in KINDS}
            found = "".join(sign(town.house.browser(who).get(asked[who])) for who in KINDS)
            assert (route, found) == (route, row)


SEEN = {
    "number",
    "reference",
    "token",
    "returns:ticket",
    "returns:refund",
    "returns:transfer",
    "returns:payout",
    "orders:order",
}
STRANGERS = ["other customer", "other seller", "agent", "abroad"]
FORGED = re.compile(r'(csrfmiddlewaretoken" value|nonce|name="token" value)="[^"]*"')


@pytest.mark.parametrize("ask", ["get", "post"])
def test_what_is_somebody_elses_answers_like_what_is_not_there(town: Town, ask: str) -> None:
    before = counted()
    with at(LATER):
        for who in STRANGERS:
            browser, theirs = town.house.browser(who), town.values(who)
            for route in routes():
                asked = filled(route, theirs), filled(route, theirs | MISSING)
                if asked[0] != asked[1] and not is_own(who, route):
                    foreign, missing = (plain(asked_of(browser, ask, path), path) for path in asked)
                    assert foreign == missing, (who, route)
    assert counted() == before


def is_own(who: str, route: str) -> bool:
    """The agent is a customer of their own, and at the desk of their country for all others."""
    return who == "agent" and not route.startswith(("/desk/", "/admin/returns/ticket/", "/counter/"))


def asked_of(browser: Client, ask: str, path: str) -> HttpResponse:
    """The answer, without what an earlier one left to be told."""
    browser.cookies.pop("messages", None)
    answer: HttpResponse = getattr(browser, ask)(path)
    return answer


def plain(answer: HttpResponse, path: str) -> Any:
    """An answer without what differs from one to the next, or repeats what was asked."""
    body = FORGED.sub(r"\1", answer.getvalue().decode(errors="replace")).replace(path, "*")
    return answer.status_code, answer.get("Location", "").replace(path, "*"), body


LEAVING = ("/accounts/logout/", "/admin/logout/")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["customer", "seller", "desk", "root"])
def test_an_empty_post_breaks_and_moves_nothing(town: Town, who: str) -> None:
    browser, values = town.house.browser(who), town.values(who)
    before = counted()
    with at(LATER):
        for route in routes():
            if route not in LEAVING:
                status = browser.post(filled(route, values), {}).status_code
                assert status in {200, 302, 403, 404, 405, 422}, (route, status)
    # What is begun for another product stands on no answers: a draft, and copies of the photos. And who
    # ticks no message wants none.
    begun = {"returns.Draft": 0, "returns.Evidence": 0, "returns.Mute": 0}
    assert counted() | begun == before | begun
