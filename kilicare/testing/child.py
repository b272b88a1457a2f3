"""What a process that a test starts finds in its environment."""

import os
import socket


def environment(**variables: str) -> dict[str, str]:
    """The given variables, and of our own only what finds programs and measures coverage."""
    own = {
        name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE_")
    }
    return own | variables


def free_port() -> str:
    """A port that no other worker of the suite has: two demos that look from 8000 on would meet."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])
