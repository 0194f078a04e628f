"""A private MariaDB server, TLS only, in a folder of its own, with a database of an application."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pymysql

from governed_cdk.drilling.mariadb import MariaDb, running
from governed_cdk.rehearsal.emulator import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["HOST", "MASTER", "Server", "running_server"]

MASTER = ("master", "master-password")


class Server(MariaDb):
    """A running server, and who can log in to it."""

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
    with running(folder, master=MASTER) as made:
        server = Server(**vars(made))
        server.sql("CREATE DATABASE shop")
        server.sql("CREATE TABLE shop.orders (id INT, total INT)")
        yield server
