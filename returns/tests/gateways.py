"""Real servers on this machine that stand for the world outside: an SMS gateway and a mail server."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from returns.management.africas_talking import Simulator


@contextmanager
def africa(**more: Any) -> Iterator[Simulator]:
    """Africa's Talking, until the block ends."""
    sim = Simulator(**more)
    sim.start()
    try:
        yield sim
    finally:
        sim.stop()


def africa_at(url: str, key: str = "k") -> dict[str, str]:
    """The portal's setting for it."""
    where = f"{url}/version1/messaging"
    return {"kind": "africastalking", "url": where, "username": "kili", "key": key, "sender": ""}


@dataclass
class Post:
    """What the mail server says to a recipient, and the mails it took."""

    recipient: str = "250 ok"
    port: int = 0
    connections: int = 0
    taken: list[str] = field(default_factory=list)


@contextmanager
def post() -> Iterator[Post]:
    """A mail server, as far as Django speaks to one."""
    sim = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            sim.connections += 1
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                word = line.split()[0].upper()
                if word == "DATA":
                    self.take()
                else:
                    self.say({"RCPT": sim.recipient, "QUIT": "221 bye"}.get(word, "250 ok"))

        def take(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            sim.taken.append("\n".join(lines))
            self.say("250 taken")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        sim.port = port
        yield sim


@contextmanager
def served(server: socketserver.TCPServer) -> Iterator[int]:
    """Serve as long as the block runs; its port."""
    if isinstance(server, socketserver.ThreadingMixIn):
        server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
