"""One verb, one transaction. Every change of a ticket goes through `stepping`."""
