"""No log line carries a code, a token, a key or a whole phone number, wherever it comes from."""

import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from kilicare.logs import blot, logging_config


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("paid to +254712345678 today", "paid to +2547***678 today"),
        ("paid to 254712345678", "paid to 2547***678"),
        ("asked by 0712345678", "asked by 071***678"),
        ("asked by 08031234567.", "asked by 080***567."),
        ("asked by 0712 345 678 today", "asked by 071***678 today"),
        ("asked by +254 712 345-678", "asked by +254 7***678"),
        ("who=%2B254712345678", "who=%2B2547***678"),
        ("0712345678,0722345678", "071***678,072***678"),
        ("your code is 123456", "your code is ***"),
        ("{'code': ['123456']}", "{'code': ['***']}"),
        ("password='hunter'", "password='***'"),
        ("Authorization: Bearer abc.def1", "Authorization: Bearer ***"),
        ("Cookie: sessionid=abc1; csrftoken=x1", "Cookie: sessionid=***; csrftoken=***"),
        ("X-Api-Key: abc1", "X-Api-Key: ***"),
        ("code=123456&next=/", "code=***&next=/"),
        ("{'token': 'a1b2c3d4'}", "{'token': '***'}"),
        ("GET /desk/?q=0712345678&page=2", "GET /desk/?***"),
        ("GET /accounts/password/reset/4-abc-def0123/", "GET /accounts/password/reset/4-***/"),
        ("POST /hooks/Zm9vYmFy/result", "POST /hooks/***/result"),
        ("POST /hooks/sms/Zm9vYmFy/", "POST /hooks/sms/***/"),
        ("POST /messages/off/MToxMg:1tAbc:Zm9v/", "POST /messages/off/***/"),
        ("redis://me:hunter2@host:6379/0", "redis://me:***@host:6379/0"),
        ("order KE-2024-000123 of 2024-05-01", "order KE-2024-000123 of 2024-05-01"),
        ("refund of 120000.00 KES", "refund of 120000.00 KES"),
        ("from 2026-11-25 12:00:05 to 2026-11-26", "from 2026-11-25 12:00:05 to 2026-11-26"),
        ("KeyError: 'token'", "KeyError: 'token'"),
        ("500 rows in 0.123456 s", "500 rows in 0.123456 s"),
        ("clause S2.2 and code sign-in", "clause S2.2 and code sign-in"),
        ("7f0c1d9e-0a5f-4f53-9ad1-254712345678", "7f0c1d9e-0a5f-4f53-9ad1-254712345678"),
    ],
)
def test_a_secret_is_blotted_out_and_the_rest_stays(text: str, blotted: str) -> None:
    assert blot(text) == blotted


def test_secrets_are_found_however_deep() -> None:
    event = {"code": 404, "args": [("0712345678",), {"otp_code": "123456", "token": None, "n": 5}]}

    assert blot(event) == {"code": 404, "args": [["071***678"], {"otp_code": "***", "token": None, "n": 5}]}


def test_what_stands_under_a_secret_s_name_is_blotted_whole() -> None:
    names = ["password", "apikey", "X-Api-Key", "sessionid", "csrfmiddlewaretoken", "credential", "reset_key"]
    for secret in ("hunter", ["hunter"], {"a": "hunter"}, b"hunter"):
        assert blot(dict.fromkeys(names, secret)) == dict.fromkeys(names, "***")


def test_what_is_no_text_is_blotted_as_one() -> None:
    phone = "+254712345678"

    assert blot([{phone}, phone.encode(), ValueError(phone)]) == [
        ["+2547***678"],
        "b'+2547***678'",
        "ValueError('+2547***678')",
    ]


@contextmanager
def portal_logging() -> Iterator[None]:
    """The portal's own logging, for as long as the block runs."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(logging_config("INFO", for_people=False))
    yield
    root.handlers[:], root.level = before


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_plain_line_and_a_structured_one_are_both_blotted(capsys: pytest.CaptureFixture[str]) -> None:
    with portal_logging():
        logging.getLogger("some.library").info("sent %s to %s", "code 123456", "+254712345678")
        structlog.get_logger("ours").info("sent", password="hunter2", to="+254712345678", status=200)

    plain, ours = written(capsys)

    assert (plain["event"], plain["level"]) == ("sent code *** to +2547***678", "info")
    assert (ours["event"], ours["password"], ours["to"], ours["status"]) == (
        "sent",
        "***",
        "+2547***678",
        200,
    )


def test_a_traceback_is_blotted_too(capsys: pytest.CaptureFixture[str]) -> None:
    with portal_logging():
        try:
            raise ValueError("no room for +254712345678")
        except ValueError:
            logging.getLogger("some.library").exception("failed")

    (line,) = written(capsys)

    assert "ValueError: no room for +2547***678" in line["exception"]
    assert "712345" not in line["exception"]
