"""The words of the provider: what it answers, and what its callbacks say (payment-providers: results)."""

from typing import Any
from zoneinfo import ZoneInfo

from returns.management.mpesa.book import Paid

NAIROBI = ZoneInfo("Africa/Nairobi")
STATES = {"0": "Completed"}


def accepted(entry: Paid) -> dict[str, Any]:
    """The answer to a request that was taken."""
    return {
        "ConversationID": entry.conversation,
        "OriginatorConversationID": entry.key,
        "ResponseCode": "0",
        "ResponseDescription": "Accept the service request successfully.",
    }


def error(code: str, words: str) -> dict[str, Any]:
    """The answer to one that was not."""
    return {"requestId": "sim", "errorCode": code, "errorMessage": words}


def result(entry: Paid) -> dict[str, Any]:
    """The callback that ends a payment."""
    said: dict[str, Any] = {
        "ResultType": 0,
        "ResultCode": _code(entry.code),
        "ResultDesc": "The service request is processed successfully." if entry.code == "0" else "Refused.",
        "OriginatorConversationID": entry.key,
        "ConversationID": entry.conversation,
        "TransactionID": entry.receipt or "SFAILED000",
    }
    if entry.code == "0":
        done = entry.at.astimezone(NAIROBI)
        said["ResultParameters"] = parameters(
            TransactionAmount=entry.amount,
            TransactionReceipt=entry.receipt,
            ReceiverPartyPublicName=f"{entry.phone} - A CUSTOMER",
            TransactionCompletedDateTime=f"{done:%d.%m.%Y %H:%M:%S}",
            B2CRecipientIsRegisteredCustomer="Y",
        )
    return {"Result": said}


def timeout(entry: Paid) -> dict[str, Any]:
    """The callback that says that the queue took too long: the payment may still be made."""
    return {
        "Result": {
            "ResultType": 1,
            "ResultCode": 1037,
            "ResultDesc": "Timeout.",
            "OriginatorConversationID": entry.key,
            "ConversationID": entry.conversation,
        }
    }


def status(key: str, entry: Paid | None, state: str) -> dict[str, Any]:
    """The callback that answers a query: its outer ids are the query's own."""
    said: dict[str, Any] = {
        "ResultType": 0,
        "OriginatorConversationID": f"q-{key}",
        "ConversationID": "AG_query",
        "TransactionID": "SQUERY0000",
    }
    if entry is None:
        return {"Result": {**said, "ResultCode": "2032", "ResultDesc": "No such transaction."}}
    found = parameters(
        OriginatorConversationID=entry.key,
        TransactionStatus=state or STATES.get(entry.code, "Declined"),
        ReceiptNo=entry.receipt,
        Amount=float(entry.amount),
        DebitPartyName="600000 - Kilimall",
        CreditPartyName=f"{entry.phone} - A CUSTOMER",
        ReasonType=entry.code,
        FinalisedTime=f"{entry.at.astimezone(NAIROBI):%Y%m%d%H%M%S}",
    )
    return {"Result": {**said, "ResultCode": 0, "ResultDesc": "Found.", "ResultParameters": found}}


def parameters(**values: Any) -> dict[str, Any]:
    """The list of pairs in which the provider gives details."""
    return {"ResultParameter": [{"Key": key, "Value": value} for key, value in values.items()]}


def _code(code: str) -> int | str:
    return int(code) if code.isdecimal() else code
