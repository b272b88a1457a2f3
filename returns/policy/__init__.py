"""The rules of the shop: pure functions over plain values, each naming its clause."""
