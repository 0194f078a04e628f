"""A private MariaDB server, TLS only, in a folder of its own: it stands for a database of AWS, and really runs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pymysql
import trustme

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.rehearsal.emulator import HOST, stop
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROGRAMS = {
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "mariadb": "mariadb-client",
    "mariadb-dump": "mariadb-client",
}
_SECONDS_TO_START = 60
_TRIES = 3
_TAKEN = "Address already in use"
# Debian keeps the daemon out of a user's PATH.
_SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
# The server is ended with whoever started it, even by SIGKILL: the pipe then closes, and with it goes the whole group.
_WITH_PARENT = 'exec 3<&0; (cat <&3 >/dev/null; kill 0) & exec "$@" </dev/null'


def find(program: str) -> str | None:
    """Where a program of the server is."""
    return shutil.which(program, path=_SEARCH_PATH)


def program(name: str) -> str:
    """The path of a program. Raises ConfigurationError, which says how to get it, where it is not installed."""
    if found := find(name):
        return found
    raise ConfigurationError(f"{name} is not installed; run: apt-get install {_PROGRAMS[name]}")


def require() -> None:
    """Raise ConfigurationError unless all that servers, dumps and restores take is installed."""
    for name in _PROGRAMS:
        program(name)


@dataclass(frozen=True, kw_only=True)
class MariaDb:
    """How to reach a running server."""

    port: int
    unix_socket: str
    ca_file: Path

    def sql(self, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Run one statement as root."""
        with (
            pymysql.connect(unix_socket=self.unix_socket, user="root", ssl_disabled=True, autocommit=True) as session,
            session.cursor() as cursor,
        ):
            cursor.execute(statement, parameters or None)
            return list(cursor.fetchall())


@contextmanager
def running(folder: Path, *, master: tuple[str, str]) -> Iterator[MariaDb]:
    """Start a server in an empty folder, give it a master user, and always stop it.

    Raises ConfigurationError where a program is missing, RehearsalError where the server does not start.
    """
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    _install(folder)
    process, server = _started(folder)
    try:
        server.sql("CREATE USER %s@'%%' IDENTIFIED BY %s", *master)
        server.sql("GRANT ALL ON *.* TO %s@'%%' WITH GRANT OPTION", master[0])
        yield server
    finally:
        stop(process)


def _common(folder: Path) -> list[str]:
    return ["--no-defaults", *(["--user=root"] if os.geteuid() == 0 else []), f"--datadir={folder / 'data'}"]


def _own(folder: Path) -> dict[str, str]:
    """Two installations that share /tmp remove each other's tables."""
    return {**os.environ, "TMPDIR": str(folder / "tmp")}


def _install(folder: Path) -> None:
    (folder / "tmp").mkdir()
    options = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
    command = [program("mariadb-install-db"), *_common(folder), *options]
    with (folder / "install.log").open("wb") as log:
        done = subprocess.run(command, check=False, stdout=log, stderr=log, env=_own(folder))  # noqa: S603 - MariaDB's own
    if done.returncode:
        raise RehearsalError(f"mariadb-install-db: {_last(folder / 'install.log')}")


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], MariaDb]:
    """The server on a port that nobody has; of another program that takes it first, nobody is told."""
    log = folder / "server.log"
    for _ in range(_TRIES):
        server = MariaDb(port=free_port(HOST), unix_socket=str(folder / "socket"), ca_file=folder / "ca.pem")
        process = _start(folder, server)
        if _listens(process, server):
            return process, server
        stop(process)
        if _TAKEN not in log.read_text(encoding="utf-8", errors="replace"):
            break
    raise RehearsalError(f"mariadbd did not start: {_last(log)}")


def _start(folder: Path, server: MariaDb) -> subprocess.Popen[bytes]:
    options = [
        f"--socket={server.unix_socket}", f"--pid-file={folder / 'pid'}", f"--bind-address={HOST}",
        f"--port={server.port}", f"--ssl-ca={server.ca_file}", f"--ssl-cert={folder / 'cert.pem'}",
        f"--ssl-key={folder / 'key.pem'}", "--require-secure-transport=ON", "--skip-name-resolve",
        "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M", "--plugin-load-add=auth_ed25519",
    ]  # fmt: skip
    command = ["/bin/sh", "-c", _WITH_PARENT, "sh", program("mariadbd"), *_common(folder), *options]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - MariaDB's own
            command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=_own(folder), start_new_session=True
        )


def _listens(process: subprocess.Popen[bytes], server: MariaDb) -> bool:
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket(socket.AF_UNIX) as probe:  # PyMySQL would leave a refused socket open
            if probe.connect_ex(server.unix_socket) == 0:
                return True
        time.sleep(0.05)
    return False


def _last(log: Path) -> str:
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return said[-1] if said else "it said nothing"
