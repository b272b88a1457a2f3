"""Real servers on this machine that stand for the world outside: an SMS gateway and a mail server."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import sleep
from urllib.parse import parse_qs


@dataclass
class Africa:
    """What the SMS gateway answers next, and what it was asked."""

    status: int = 201
    code: int | None = 101
    body: bytes | None = None
    delay: float = 0.0
    port: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/version1/messaging"

    def answer(self, to: str) -> bytes:
        if self.body is not None:
            return self.body
        someone = {"statusCode": self.code, "number": to, "status": "x", "messageId": "ATXid_1"}
        recipients = [] if self.code is None else [someone]
        return json.dumps({"SMSMessageData": {"Message": "Sent", "Recipients": recipients}}).encode()


@contextmanager
def africa() -> Iterator[Africa]:
    """Africa's Talking, as far as one message needs it."""
    sim = Africa()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            sim.asked.append({name: values[0] for name, values in form.items()} | {"path": self.path})
            sim.keys.append(self.headers["apiKey"])
            sleep(sim.delay)
            body = sim.answer(form["to"][0])
            self.send_response(sim.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with served(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        sim.port = port
        yield sim


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
