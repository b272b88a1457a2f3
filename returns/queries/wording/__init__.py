"""What is said of states and steps, wherever it is said: pages, lists, mails and SMS.

Short sentences for ordinary people. A text says "you" to the side that it is about, and names that
side to all others: each table holds the others' words, and beside them those for one reader.
"""

from returns.queries.wording.effects import effect_of, label_of
from returns.queries.wording.moments import day_text, moment_text, until_text, window_text
from returns.queries.wording.told import told_of
from returns.queries.wording.turns import awaited, lapse_of, next_of, task_of

__all__ = [
    "awaited",
    "day_text",
    "effect_of",
    "label_of",
    "lapse_of",
    "moment_text",
    "next_of",
    "task_of",
    "told_of",
    "until_text",
    "window_text",
]
