"""A stand-in for M-Pesa's B2C interface: real HTTP, a record of its own, and faults at will."""
