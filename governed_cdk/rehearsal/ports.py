"""Ports of this machine that nothing listens on."""

from __future__ import annotations

import socket


def free_port(host: str) -> int:
    """A port that was free a moment ago; somebody else may take it before it is used."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
