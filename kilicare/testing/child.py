"""What a process that a test starts finds in its environment."""

import os


def environment(**variables: str) -> dict[str, str]:
    """The given variables, and of our own only what finds programs and measures coverage."""
    own = {
        name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE_")
    }
    return own | variables
