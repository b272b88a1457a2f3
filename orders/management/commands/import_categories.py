"""Take the category table in."""

from orders.actions.importing import import_categories
from orders.management.feed_command import FeedCommand


class Command(FeedCommand):
    """`import_categories FILE`: an upsert by code; what staff changed since is overwritten."""

    help = "Take the category table in: one category a line. It overwrites what staff changed since."
    take_in = staticmethod(import_categories)
