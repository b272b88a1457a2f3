"""How a message may fail on its way. No text here names an address, a phone or the message."""


class DeliveryError(Exception):
    """The gateway did not take the message: it may be sent again later."""


class UnreachableError(DeliveryError):
    """The gateway will never take it for this recipient."""


class UnknownOutcomeError(DeliveryError):
    """The gateway had the message and did not answer: it may have been sent, or not."""
