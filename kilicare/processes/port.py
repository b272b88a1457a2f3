"""Which port to serve on."""

import errno
import socket

TRIES = 50


def is_free(port: int) -> bool:
    """May a server of ours listen there, on this machine's own address?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            if problem.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def first_free(port: int) -> int:
    """That port, or the next one that is free. 0 where none of the next fifty is."""
    return next((number for number in range(port, min(port + TRIES, 65536)) if is_free(number)), 0)
