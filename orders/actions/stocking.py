"""What the feed tells of a shop's stock beside its orders' lines: the last word counts."""

from collections.abc import Iterable

from orders.models import OrderLine, Stock


def tell_stock(lines: Iterable[OrderLine]) -> None:
    """Write the stock of the lines' variants, in one statement; lines without any cost nothing."""
    told = {(line.shop_id, variant["sku"]): variant["stock"] for line in lines for variant in line.variants}
    Stock.objects.bulk_create(
        [Stock(shop_id=shop_id, sku=sku, stock=stock) for (shop_id, sku), stock in sorted(told.items())],
        update_conflicts=True,
        unique_fields=["shop", "sku"],
        update_fields=["stock"],
    )
