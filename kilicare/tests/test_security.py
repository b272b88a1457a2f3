"""What a browser is told about each page, and whose word about a request is taken."""

from pathlib import Path

import pytest
from django.test import Client

from kilicare.tests.conftest import Start
from kilicare.tests.test_settings import PRODUCTION, SHOW

POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/admin/", "/nowhere/", "/livez"])
def test_every_answer_keeps_the_browser_on_a_short_leash(client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "localhost@evil.example", ""])
def test_a_host_that_is_not_ours_is_not_answered_for(client: Client, host: str) -> None:
    answer = client.get("/accounts/login/", headers={"host": host or "evil"})

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.django_db
def test_without_a_proxy_of_ours_nobody_is_believed_about_host_or_https(client: Client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    claims = {"x-forwarded-proto": "https", "x-forwarded-ssl": "on", "x-forwarded-host": "evil.example"}

    answer = client.get("/accounts/login/", headers=claims)

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/accounts/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_a_probe_is_answered_without_https(client: Client, settings, address: str) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(address).status_code == 200


@pytest.mark.once
def test_production_s_cookies_are_for_https_and_no_script(start: Start, tmp_path: Path) -> None:
    names = [
        f"{cookie}_COOKIE_{flag}"
        for cookie in ("SESSION", "CSRF", "LANGUAGE")
        for flag in ("SECURE", "HTTPONLY")
    ]
    shown = SHOW.format(
        f"[getattr(s, name) for name in {names}], s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS"
    )

    assert start(shown, tmp_path, **PRODUCTION).stdout == f"{[True] * 6} True 31536000\n"


@pytest.mark.once
@pytest.mark.parametrize(
    ("hops", "believed"), [("0", "None 0"), ("2", "('HTTP_X_FORWARDED_PROTO', 'https') 2")]
)
def test_a_proxy_is_believed_where_there_is_one(
    start: Start, tmp_path: Path, hops: str, believed: str
) -> None:
    shown = SHOW.format("s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT")

    assert start(shown, tmp_path, TRUSTED_PROXY_HOPS=hops, **PRODUCTION).stdout == f"{believed}\n"
