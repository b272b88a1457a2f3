"""The floor of the sweep: SQL that writes the rows of `take_over` for a thousand tickets at a time.

An event gets the seal of the one before, read and written, but not hashed: not every database can.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from returns.policy import clocks
from returns.policy.clocks import Moment

BATCH: Final = 1000
SELECT: Final = "SELECT id FROM returns_ticket WHERE due_at <= %s ORDER BY due_at, id LIMIT {batch} {lock}"
UPDATE: Final = """
    UPDATE returns_ticket SET state = 'kilimall_review', holder = 'kilimall', entered_at = due_at,
        due_at = %s, due_step = 'rule_by_default', seller_silent = {true}, last_event = last_event + 1
    WHERE id IN ({ids})"""
EVENTS: Final = """
    INSERT INTO returns_ticketevent (ticket_id, number, step, from_state, to_state, party, role, by_id,
        at, recorded_at, clause, code, text, details, strike, seal)
    SELECT t.id, t.last_event, 'take_over', 'seller_review', 'kilimall_review', 'system', 'system', NULL,
        t.entered_at, %s, '1.3', '', '', '{{}}', 'silent', e.seal
    FROM returns_ticket t
    JOIN returns_ticketevent e ON e.ticket_id = t.id AND e.number = t.last_event - 1
    WHERE t.id IN ({ids})"""
END_SEGMENTS: Final = """
    UPDATE returns_clocksegment SET ended_at = due_at, ended_by = 'take_over'
    WHERE ended_at IS NULL AND ticket_id IN ({ids})"""
SEGMENTS: Final = """
    INSERT INTO returns_clocksegment (ticket_id, holder, state, started_at, due_at, due_step, ended_at,
        ended_by)
    SELECT id, holder, state, entered_at, due_at, due_step, NULL, ''
    FROM returns_ticket WHERE id IN ({ids})"""
NOTICES: Final = """
    INSERT INTO returns_notice (event_id, ticket_id, kind, audience, channel, written_at, not_before,
        attempts, told_at, parked_at, error, provider_ref, delivery, delivery_error)
    SELECT e.id, e.ticket_id, 'step', a.audience, a.channel, e.recorded_at, e.recorded_at, 0, NULL, NULL,
        '', '', '', ''
    FROM returns_ticketevent e
    JOIN returns_ticket t ON t.id = e.ticket_id AND t.last_event = e.number
    CROSS JOIN (
        SELECT 'customer' AS audience, 'email' AS channel
        UNION ALL SELECT 'customer', 'sms' UNION ALL SELECT 'seller', 'email'
    ) a
    WHERE t.id IN ({ids})"""


def lapse_in_sql(moment: Moment) -> int:
    """Let the next thousand silent sellers' clocks run out, in one transaction; answers how many."""
    now = moment.now
    with transaction.atomic(), connection.cursor() as cursor:
        lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
        cursor.execute(SELECT.format(batch=BATCH, lock=lock), [now])
        ids = ", ".join(str(pk) for (pk,) in cursor.fetchall())
        if not ids:
            return 0
        for statement, values in _statements(now, moment.due(clocks.SILENCE_DECIDES)):
            cursor.execute(statement.format(ids=ids, true="TRUE"), values)
        return ids.count(",") + 1


def _statements(now: datetime, due_at: datetime) -> list[tuple[str, list[datetime]]]:
    return [(UPDATE, [due_at]), (EVENTS, [now]), (END_SEGMENTS, []), (SEGMENTS, []), (NOTICES, [])]
