"""Which solutions may be put on the table (domain 3, `offer` and `rule`)."""

from returns.enums import Service
from returns.policy.terms import Terms


def offerable(terms: Terms, *, is_global: bool, nothing_came: bool) -> tuple[Service, ...]:
    """The services that a seller or the desk may offer.

    No exchange of an overseas order (clause K2); where nothing came, nothing can be sent back (K3).
    """
    if nothing_came:
        return (Service.REFUND_ONLY,)
    if is_global and not terms.global_exchange:
        return (Service.RETURN_REFUND, Service.REFUND_ONLY)
    return tuple(Service)
