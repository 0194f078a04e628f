from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

from constructs_lib.runtime.smoke_test.asking.question import Connection, Question, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = Question(host="api.example.com", path="/healthz", port=8443, status=200)


@contextmanager
def listening(status: int) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """A server that answers with a status; its port, and host and path of each request."""
    seen: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.headers["Host"], self.path))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, seen
        server.shutdown()


def test_the_wanted_answer_is_no_reason_and_the_host_is_the_clients_one() -> None:
    with listening(200) as (port, seen):
        assert ask(QUESTION, http.client.HTTPConnection("127.0.0.1", port)) == ""
    assert seen == [("api.example.com", "/healthz")]


def test_another_answer_is_a_reason() -> None:
    with listening(503) as (port, _):
        assert ask(QUESTION, http.client.HTTPConnection("127.0.0.1", port)) == "answered 503, expected 200"


def test_no_answer_and_no_tls_are_reasons() -> None:
    with listening(200) as (port, _):
        plain = Question(host="api.example.com", path="/", port=port, status=200)
        assert ask(plain, Connection(plain, "127.0.0.1")).startswith("no answer: SSLError")
    assert ask(plain, Connection(plain, "127.0.0.1")).startswith("no answer: ConnectionRefusedError")
