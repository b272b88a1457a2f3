"""The sign-in messages are sent; a code is never sent again where it may have arrived."""

import logging
from contextlib import closing
from datetime import datetime
from time import monotonic

from kilicare.accounts import codes
from kilicare.accounts.models import CodeMessage
from returns.gateways.delivery import DeliveryError, UnknownOutcomeError
from returns.gateways.mail import Mail, MailGateway
from returns.gateways.sms import SmsGateway, gateway

logger = logging.getLogger(__name__)

BUDGET = 30.0
"""Seconds a run may take."""


def relay_codes(now: datetime) -> int:
    """Send the sign-in messages that wait, and blank those that nobody can use; how many were sent."""
    end, sent, texts = monotonic() + BUDGET, 0, gateway()
    with closing(MailGateway()) as mails:
        while monotonic() < end and (claimed := codes.claim_messages(now, limit=1)):
            sent += _send(claimed[0], mails, texts, now)
    codes.blank_expired(now)
    return sent


def _send(message: CodeMessage, mails: MailGateway, texts: SmsGateway, now: datetime) -> bool:
    """Send one claimed message; whether it left, as far as anybody knows."""
    try:
        if message.channel == CodeMessage.Channel.SMS:
            texts.send(message.to, message.body)
        else:
            mails.send(Mail([message.to], message.subject, message.body))
    except UnknownOutcomeError:
        logger.warning("Sign-in message %s got no answer: it counts as sent", message.pk)
    except DeliveryError as problem:
        logger.warning("Sign-in message %s was not taken: %s", message.pk, problem)
        codes.mark_failed(message, str(problem))
        return False
    except Exception as problem:
        logger.exception("Sign-in message %s can't be sent", message.pk)
        codes.mark_failed(message, type(problem).__name__)
        return False
    codes.mark_sent(message, now)
    return True
