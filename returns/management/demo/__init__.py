"""The demo's small marketplace: who buys what from whom, and what became of it."""
