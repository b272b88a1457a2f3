"""What `faults` is made of: refunds that wait, processes that are killed, and what may go wrong."""
