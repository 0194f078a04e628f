"""No password travels without TLS, nor to a server that cannot prove who it is."""

from __future__ import annotations

import socket
import struct
import threading
from typing import TYPE_CHECKING

import pytest
import trustme

from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.database import Session, connect, logs_in
from constructs_lib.runtime.rotation.mysql_rotation.dialects import Statement
from constructs_lib.runtime.rotation.mysql_rotation.errors import DatabaseError
from constructs_lib.runtime.rotation.mysql_rotation.settings import BUNDLED_CA_FILE
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.runtime.rotation.server import Server


def master(port: int, *, host: str = HOST, password: str = MASTER[1]) -> Credentials:
    return Credentials(
        engine="mariadb",
        host=host,
        port=port,
        username=MASTER[0],
        password=password,
        dbname=None,
        masterarn=None,
        raw={},
    )


def test_a_session_is_encrypted(server: Server) -> None:
    with connect(master(server.port), ca_file=server.ca_file) as session:
        (row,) = session.execute(Statement("SHOW STATUS LIKE 'Ssl_version'"), purpose="asking")
    assert row[1] in {"TLSv1.2", "TLSv1.3"}


def test_a_session_knows_its_server(server: Server) -> None:
    with connect(master(server.port), ca_file=server.ca_file) as session:
        assert isinstance(session, Session)
        assert session.server == "mariadb"
        assert session.version >= (10, 4)


def test_a_server_whose_authority_is_unknown_is_refused(server: Server, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    for ca_file in (other, BUNDLED_CA_FILE):
        with pytest.raises(DatabaseError, match="certificate verify failed"):
            logs_in(master(server.port), ca_file=ca_file)


def test_a_server_with_a_certificate_for_another_name_is_refused(server: Server) -> None:
    with pytest.raises(DatabaseError, match="certificate is not valid for 'localhost'"):
        logs_in(master(server.port, host="localhost"), ca_file=server.ca_file)


def test_a_server_without_tls_gets_no_login(server: Server) -> None:
    received: list[bytes] = []
    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=_greet_without_tls, args=(listener, received))
        thread.start()
        with pytest.raises(DatabaseError, match="SSL is required but the server doesn't support it"):
            logs_in(master(listener.getsockname()[1]), ca_file=server.ca_file)
        thread.join()
    assert received == [b""]


def test_a_wrong_password_is_a_no_and_an_unreachable_server_an_error(server: Server) -> None:
    assert logs_in(master(server.port), ca_file=server.ca_file)
    assert not logs_in(master(server.port, password="wrong"), ca_file=server.ca_file)
    with pytest.raises(DatabaseError, match=r"cannot log in as 'master' at 127\.0\.0\.1:1: .*refused"):
        logs_in(master(1), ca_file=server.ca_file)


def _greet_without_tls(listener: socket.socket, received: list[bytes]) -> None:
    """Send a server's first packet, whose capabilities lack CLIENT_SSL, and keep what comes back."""
    capabilities = 0x0008_A200 | 0x1  # protocol 4.1, secure connection, plugin authentication
    body = b"\x0a" + b"10.11.6-MariaDB\0" + struct.pack("<I", 1) + b"12345678\0"
    body += struct.pack("<HBHH", capabilities & 0xFFFF, 45, 2, capabilities >> 16)
    body += b"\x15" + bytes(10) + b"123456789012\0" + b"mysql_native_password\0"
    connection, _ = listener.accept()
    with connection:
        connection.sendall(struct.pack("<I", len(body))[:3] + b"\0" + body)
        received.append(connection.recv(4096))
