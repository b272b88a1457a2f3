"""Fourteen callbacks that the provider never sent."""

import copy
import json
from collections.abc import Iterator
from typing import Any

Letter = tuple[str, bytes]


def forged(url: str, body: dict[str, Any]) -> Iterator[Letter]:
    """What a forger might make of a true one; the first addresses are guessed, the others known."""
    place, _token, word = url.rstrip("/").rsplit("/", 2)
    true = json.dumps(body).encode()
    yield f"{place}/guessed/{word}/", true
    yield f"{place}/{'A' * 32}/{word}/", true
    yield f"{url.rstrip('/').rsplit('/', 1)[0]}/paid/", true
    yield url, b"<html>paid</html>"
    yield url, b"{}"
    yield url, b'{"Result": {"ResultCode": 0}}'
    yield url, _with(body, OriginatorConversationID="KC0000000000000000")
    yield url, _with(body, ConversationID="AG_forged")
    yield url, _with(body, ResultCode="")
    yield url, _with(body, ResultParameters={})
    yield url, _with_detail(body, "TransactionAmount", 250_000)
    yield url, _with_detail(body, "TransactionAmount", "NaN")
    yield url, _with_detail(body, "ReceiverPartyPublicName", "254799999999 - A FORGER")
    yield url, _with_detail(body, "TransactionReceipt", "")


def _with(body: dict[str, Any], **values: Any) -> bytes:
    return json.dumps({"Result": {**body["Result"], **values}}).encode()


def _with_detail(body: dict[str, Any], name: str, value: Any) -> bytes:
    changed = copy.deepcopy(body)
    for pair in changed["Result"]["ResultParameters"]["ResultParameter"]:
        if pair["Key"] == name:
            pair["Value"] = value
    return json.dumps(changed).encode()
