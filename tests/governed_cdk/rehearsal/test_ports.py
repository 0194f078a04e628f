from __future__ import annotations

import socket

from governed_cdk.rehearsal.emulator import HOST
from governed_cdk.rehearsal.ports import free_port


def test_nobody_listens_on_a_free_port() -> None:
    with socket.socket() as listener:
        listener.bind((HOST, free_port(HOST)))
        listener.listen()
        assert free_port(HOST) != listener.getsockname()[1]
