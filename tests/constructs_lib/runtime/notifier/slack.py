"""A local HTTP server in place of Slack's: answers as told, and remembers what was posted."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/services/T0/B0/secret"


@dataclass
class Slack:
    """What the server answers, one status after the other (the last one for ever), and what it got."""

    statuses: list[int] = field(default_factory=lambda: [200])
    delay_seconds: float = 0.0
    posted: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def prefix(self) -> str:
        """What its webhooks begin with."""
        return self.address.removesuffix("T0/B0/secret")


@contextlib.contextmanager
def running() -> Iterator[Slack]:
    """A server on a free port of this machine, until the block ends."""
    slack = Slack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # http.server's own name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(slack.delay_seconds)
            status = slack.statuses.pop(0) if len(slack.statuses) > 1 else slack.statuses[0]
            slack.posted.append(json.loads(body))
            slack.paths.append(self.path)
            text = b"ok" if status == 200 else b"no_service"
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(text)))
            with contextlib.suppress(ConnectionError):  # the client may have given up, as one of the tests wants
                self.end_headers()
                self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Say nothing: pytest shows what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    slack.address = f"http://127.0.0.1:{server.server_port}{PATH}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
