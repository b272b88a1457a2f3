"""The rows of the orders app."""

from orders.models.category import Category
from orders.models.customer import Customer
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.shop import Shop, ShopStaff
from orders.models.stock import Stock

__all__ = ["Category", "Customer", "Order", "OrderLine", "Shop", "ShopStaff", "Stock"]
