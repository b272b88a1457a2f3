"""Processes that the portal starts by itself: the demo's, and those of its fault tests."""
