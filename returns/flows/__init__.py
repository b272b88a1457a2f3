"""The state machines: which step leads where. Thin: a step changes its own row and winds its clock."""
