"""The admin's doors: the seller's workplace, and what finance and the supervisor look up."""

from returns.admin import closures, engine, ledger, macros, payouts, places, tickets

__all__ = ["closures", "engine", "ledger", "macros", "payouts", "places", "tickets"]
