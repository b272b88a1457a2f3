"""The admin's doors: the seller's workplace, and what finance and the supervisor look up."""

from returns.admin import engine, holidays, ledger, payouts, tickets

__all__ = ["engine", "holidays", "ledger", "payouts", "tickets"]
