"""Rows turned into facts, lists and answers. Nothing here writes."""
