"""Values that both apps stand on: money, calendar, verdict, and the one source of time."""
