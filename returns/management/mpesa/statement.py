"""The statement of the simulator's account, as the operator's portal exports it: newest first."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

from returns.management.mpesa.answers import NAIROBI
from returns.management.mpesa.book import Paid

TARIFF: Final = 9
"""Shillings that each payment costs; they stand in a row of their own, under the payment's receipt."""
COLUMNS: Final = (
    *("Receipt No.", "Completion Time", "Initiation Time", "Details", "Transaction Status"),
    *("Paid In", "Withdrawn", "Balance", "Balance Confirmed", "Reason Type", "Other Party Info"),
    *("Linked Transaction ID", "A/C No."),
)
PAYMENT: Final = "Business Payment to Customer via API"
CHARGE: Final = "Business Payment to Customer Charge"


def statement(made: Iterable[Paid], balance: int) -> str:
    """The payments and what each cost, under some lines about the account; `balance` is the present one."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["Organization Name:", "KILIMALL"])
    writer.writerow(["Short Code:", "600000"])
    writer.writerow([])
    writer.writerow(COLUMNS)
    for entry in reversed(list(made)):
        party = f"{entry.phone} - A CUSTOMER"
        details = f"{PAYMENT} to {party}. Original conversation ID is {entry.key}."
        writer.writerow(_row(entry, CHARGE, CHARGE, "", TARIFF, balance))
        writer.writerow(_row(entry, details, PAYMENT, party, entry.amount, balance))
        balance += entry.amount
    return file.getvalue()


def _row(entry: Paid, details: str, reason: str, party: str, amount: int, balance: int) -> list[str]:
    moment = f"{entry.at.astimezone(NAIROBI):%d-%m-%Y %H:%M:%S}"
    withdrawn, left = f"{-amount:,}.00", f"{balance:,}.00"
    status = (moment, moment, details, "Completed", "", withdrawn, left, "true")
    return [entry.receipt, *status, reason, party, "", ""]
