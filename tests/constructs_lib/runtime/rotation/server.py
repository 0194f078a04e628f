"""A private MariaDB server, TLS only, in a folder of its own."""

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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "127.0.0.1"
MASTER = ("master", "master-password")
_SECONDS_TO_START = 60
_SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


def find(program: str) -> str | None:
    """Where a program of the server is; Debian keeps the daemon out of a user's PATH."""
    return shutil.which(program, path=_SEARCH_PATH)


@dataclass(frozen=True, kw_only=True)
class Server:
    """How to reach the running server."""

    port: int
    unix_socket: str
    ca_file: Path

    def sql(self, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Run one statement as root."""
        with (
            pymysql.connect(unix_socket=self.unix_socket, user="root", ssl_disabled=True) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, parameters or None)
            return list(cursor.fetchall())

    def logs_in(self, user: str, password: str, *, unix_socket: bool = False) -> bool:
        """Whether an application can log in: over verified TLS, or by the socket, as from host localhost."""
        reach: dict[str, Any] = {"host": HOST, "port": self.port, "ssl": {"ca": str(self.ca_file)}}
        if unix_socket:
            reach = {"unix_socket": self.unix_socket, "ssl_disabled": True}
        try:
            pymysql.connect(user=user, password=password.encode(), **reach).close()
        except pymysql.OperationalError as error:
            if error.args[0] != 1045:
                raise
            return False
        return True


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start it, give it a master user and a database, and always stop it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = Server(port=port, unix_socket=str(folder / "socket"), ca_file=folder / "ca.pem")
    process = _start(folder, server)
    try:
        _wait(process, server, log=folder / "server.log")
        server.sql("CREATE DATABASE shop")
        server.sql("CREATE TABLE shop.orders (id INT, total INT)")
        server.sql("CREATE USER %s@'%%' IDENTIFIED BY %s", *MASTER)
        server.sql("GRANT ALL ON *.* TO 'master'@'%' WITH GRANT OPTION")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(folder: Path, server: Server) -> subprocess.Popen[bytes]:
    install, daemon = find("mariadb-install-db"), find("mariadbd")
    assert install is not None
    assert daemon is not None
    user = ["--user=root"] if os.geteuid() == 0 else []
    common = ["--no-defaults", *user, f"--datadir={folder / 'data'}"]
    options = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"]
    (folder / "tmp").mkdir()
    own = {**os.environ, "TMPDIR": str(folder / "tmp")}  # two installations that share /tmp remove each other's tables
    with (folder / "install.log").open("wb") as log:
        subprocess.run([install, *common, *options], check=True, stdout=log, stderr=log, env=own)
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [
                daemon,
                *common,
                f"--socket={server.unix_socket}",
                f"--pid-file={folder / 'pid'}",
                f"--bind-address={HOST}",
                f"--port={server.port}",
                f"--ssl-ca={server.ca_file}",
                f"--ssl-cert={folder / 'cert.pem'}",
                f"--ssl-key={folder / 'key.pem'}",
                "--require-secure-transport=ON",
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=16M",
                "--plugin-load-add=auth_ed25519",
            ],
            stdout=log,
            stderr=log,
            env=own,
        )


def _wait(process: subprocess.Popen[bytes], server: Server, *, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not _listens(server):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(log.read_text()[-2000:])
        time.sleep(0.05)


def _listens(server: Server) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:  # PyMySQL would leave a refused socket open
        return probe.connect_ex(server.unix_socket) == 0
