"""M-Pesa's B2C interface (Daraja): pay, and ask what became of a payment.

Both are answered at once by "accepted", and later by a callback. No error names a number or a secret.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Protocol

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.core.cache import cache as shared

TIMEOUT: Final = httpx.Timeout(20, connect=5)
CACHED: Final = "mpesa-access"
FRESH: Final = 0.8
"""Of a token's life: then a new one is asked for."""
STALE_TOKEN: Final = frozenset({"404.001.03", "400.003.01"})
BAD_KEY: Final = frozenset({"400.008.01", "400.008.02"})
DUPLICATE: Final = "500.002.1001"
OURS: Final = re.compile(r"(?i)credential|initiator|shortcode")
"""What "Bad Request - Invalid ..." names where it is not the customer's number."""
BUSY: Final = frozenset({"500.003.02", "500.003.03"})


class NotTakenError(Exception):
    """The request did not arrive, or was refused at the door: nothing was paid. The text says why."""


class BusyError(NotTakenError):
    """The provider has too much to do: later."""


class AccessError(NotTakenError):
    """Our key, credential or rights are wrong: each further try may lock the account."""


class UnknownOutcomeError(Exception):
    """The provider had the request and gave no sure answer: it may have paid, or not."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What is to be paid: whole shillings to a number (E.164), under a key of our own."""

    key: str
    phone: str
    shillings: int
    remark: str


class PayoutGateway(Protocol):
    """What pays out. Both methods raise NotTakenError and UnknownOutcomeError."""

    def pay(self, payment: Payment, *, token: str) -> str:
        """Ask for a payment; its end comes to the callback of this token. Answers the provider's own id."""

    def ask(self, key: str, *, token: str) -> None:
        """Ask what became of a payment; the answer comes to the callback of this token."""


def gateway() -> PayoutGateway | None:
    """The one that MPESA_URL names; None where there is none."""
    return Mpesa(settings.MPESA) if settings.MPESA["url"] else None


@dataclass(frozen=True, slots=True)
class Mpesa:
    """Daraja, by settings.MPESA."""

    access: Mapping[str, str]

    def pay(self, payment: Payment, *, token: str) -> str:
        """As the protocol. A key that the provider knows already has arrived before."""
        body = {
            "OriginatorConversationID": payment.key,
            "InitiatorName": self.access["initiator"],
            "SecurityCredential": self._credential(),
            "CommandID": "BusinessPayment",
            "Amount": payment.shillings,
            "PartyA": self.access["shortcode"],
            "PartyB": payment.phone.removeprefix("+"),
            "Remarks": payment.remark,
            "Occassion": payment.remark,
            **self._callbacks(token),
        }
        answer = self._post("/mpesa/b2c/v3/paymentrequest", body)
        return str(answer.get("ConversationID", ""))

    def ask(self, key: str, *, token: str) -> None:
        """As the protocol."""
        body = {
            "Initiator": self.access["initiator"],
            "SecurityCredential": self._credential(),
            "CommandID": "TransactionStatusQuery",
            "OriginalConversationID": key,
            "PartyA": self.access["shortcode"],
            "IdentifierType": "4",
            "Remarks": "refund",
            "Occasion": "refund",
            **self._callbacks(token),
        }
        self._post("/mpesa/transactionstatus/v1/query", body)

    def _callbacks(self, token: str) -> dict[str, str]:
        place = f"{self.access['callbacks']}/hooks/{token}"
        return {"ResultURL": f"{place}/result/", "QueueTimeOutURL": f"{place}/timeout/"}

    def _credential(self) -> str:
        """The initiator's password, sealed by the provider's certificate (PKCS#1 v1.5)."""
        try:
            certificate = load_pem_x509_certificate(Path(self.access["certificate"]).read_bytes())
        except (OSError, ValueError) as spoilt:
            raise AccessError("the certificate can't be read") from spoilt
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise AccessError("the certificate has no RSA key")
        return base64.b64encode(key.encrypt(self.access["password"].encode(), PKCS1v15())).decode()

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send it; once more with a new token, where the old one was of no use any more."""
        status, answer = self._send(path, body, self._token(anew=False))
        if _is_stale(status, answer):
            status, answer = self._send(path, body, self._token(anew=True))
        return _taken(status, answer)

    def _send(self, path: str, body: Mapping[str, Any], token: str) -> tuple[int, dict[str, Any]]:
        try:
            response = _client().post(
                f"{self.access['url']}{path}", json=body, headers={"Authorization": f"Bearer {token}"}
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as away:
            raise NotTakenError(type(away).__name__) from away
        except httpx.HTTPError as silent:
            raise UnknownOutcomeError(type(silent).__name__) from silent
        return response.status_code, _object(response)

    def _token(self, *, anew: bool) -> str:
        """The access token that all processes share; each new one makes the old one void."""
        kept = None if anew else shared.get(CACHED)
        if kept:
            return str(kept)
        try:
            response = _client().get(
                f"{self.access['url']}/oauth/v1/generate",
                params={"grant_type": "client_credentials"},
                auth=(self.access["key"], self.access["secret"]),
            )
        except httpx.HTTPError as away:
            raise NotTakenError(type(away).__name__) from away
        answer = _object(response)
        if str(answer.get("errorCode", "")) in BAD_KEY or response.status_code == HTTPStatus.UNAUTHORIZED:
            raise AccessError("the key is refused")
        if "access_token" not in answer:
            raise BusyError(f"no token: HTTP {response.status_code}")
        shared.set(CACHED, answer["access_token"], FRESH * int(answer.get("expires_in", 3599)))
        return str(answer["access_token"])


@cache
def _client() -> httpx.Client:
    """One per process: to read all trusted certificates takes longer than a call. No connection is kept."""
    return httpx.Client(timeout=TIMEOUT, limits=httpx.Limits(max_keepalive_connections=0))


def _is_stale(status: int, answer: Mapping[str, Any]) -> bool:
    """Whether the token was of no use (any more)."""
    return str(answer.get("errorCode", "")) in STALE_TOKEN or status == HTTPStatus.UNAUTHORIZED


def _taken(status: int, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a request that was accepted. Raises what it means otherwise."""
    code, words = str(answer.get("errorCode", "")), str(answer.get("errorMessage", ""))
    if str(answer.get("ResponseCode", "")) == "0" or code == DUPLICATE:
        return dict(answer)
    if code in BUSY:
        raise BusyError(code)
    if _is_stale(status, answer) or OURS.search(words):
        raise AccessError(code)
    if code and HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotTakenError(code)
    raise UnknownOutcomeError(f"HTTP {status} {code}".strip())


def _object(response: httpx.Response) -> dict[str, Any]:
    """The answer's JSON; nothing where it is something else, such as a proxy's page."""
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
