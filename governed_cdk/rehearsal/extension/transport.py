"""The loopback is the emulator's TLS: policies that deny plain HTTP let a rehearsal pass, which leaves no machine."""

from __future__ import annotations

from ministack import app
from ministack.core import iam_evaluator


def trust_the_loopback() -> None:
    """Let `aws:SecureTransport` be true for every request: the emulator listens on the loopback only."""

    def pinned(source_ip: str, secure_transport: bool) -> None:  # noqa: FBT001 - as ministack calls it
        del secure_transport
        original(source_ip, True)

    original = iam_evaluator.pin_request_origin
    app.pin_request_origin = pinned
