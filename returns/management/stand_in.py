"""What the stand-ins for providers have in common: a port of this machine, answers over real HTTP, an end."""

import contextlib
import json
import logging
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import httpx
from django.core.management import BaseCommand, CommandError, CommandParser

from kilicare.processes.ending import told_to_end

logger = logging.getLogger(__name__)
PATIENCE: Final = 10.0
"""Seconds that a callback may take."""
QUICK: Final = 0.02
"""Seconds until it sees that it is to stop."""


class StandIn:
    """A provider on a port of this machine, played by the class of its requests."""

    server: ThreadingHTTPServer

    def listen(self, handler: type["Request"], port: int) -> None:
        """Take a port (0: any free one). Raises OSError where it is taken."""
        mine = type(handler.__name__, (handler,), {"sim": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", port), mine)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def start(self) -> None:
        """Serve beside the caller."""
        threading.Thread(target=self.server.serve_forever, args=(QUICK,), daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()


class Request(BaseHTTPRequestHandler):
    """One request; `sim` is the stand-in that it came to."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer it."""
        self.get()

    def do_POST(self) -> None:
        """Read it, and answer it."""
        self.post(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def get(self) -> None:
        """Answer a GET."""
        raise NotImplementedError

    def post(self, body: bytes) -> None:
        """Answer a POST."""
        raise NotImplementedError

    def answer(self, status: int, said: Any) -> None:
        """Answer in JSON."""
        self.send(status, json.dumps(said).encode(), "application/json")

    def send(self, status: int, body: bytes, kind: str) -> None:
        """Answer with anything."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who waits 35 s for an answer?
            self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Nothing: an address holds a token."""


def call_back(url: str, **content: Any) -> None:
    """Post something to the portal; what does not arrive is lost, as with the real ones."""
    try:
        with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
            client.post(url, **content)
    except httpx.HTTPError as lost:
        logger.warning("A callback was lost: %s", type(lost).__name__)


class PlayCommand(BaseCommand):
    """Plays a provider until SIGTERM or SIGINT. A command says which, and by what variables it is found."""

    requires_system_checks = ()
    stand_in: StandIn

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it listens, and where it keeps its things."""
        parser.add_argument("--port", type=int, default=0, help="0: any free one")
        parser.add_argument("--folder", type=Path, help="where it keeps its things (under VAR_DIR)")

    def handle(self, *_args: Any, port: int, verbosity: int, **options: Any) -> None:
        """Serve until the end. Raises CommandError where the port is taken."""
        ending = told_to_end()
        try:
            variables = self.play(port, **options)
        except OSError as taken:
            raise CommandError(f"port {port} can't be had: {taken.strerror}") from None
        if verbosity:
            for name, value in variables.items():
                self.stdout.write(f"{name}={value}")
            self.stdout.flush()
        ending.wait()
        self.stand_in.stop()

    def play(self, port: int, **options: Any) -> Mapping[str, str]:
        """Start the provider; the variables of a portal that is to use it. Raises OSError."""
        raise NotImplementedError
