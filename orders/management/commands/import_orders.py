"""Take the shop's order feed in."""

from orders.actions.importing import import_orders
from orders.management.feed_command import FeedCommand


class Command(FeedCommand):
    """`import_orders FILE`: an upsert by order number; the same feed twice changes nothing."""

    help = "Take the shop's order feed in: one order a line. The same feed twice changes nothing."
    take_in = staticmethod(import_orders)
