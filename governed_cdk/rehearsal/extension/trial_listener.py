"""The test listener, for a hook in the VPC that asks the new tasks: a rehearsal has neither tasks nor a network.

What answers is a listener on the loopback: as it is told (`answer 503` among the rehearsal's faults), and as the
function hopes where it is told nothing, since how tasks answer is not what a rehearsal can show. The function's own
code runs, in a process of its own as every function here does; only that it sleeps, and TLS, are left out.
"""

from __future__ import annotations

import contextlib
import copy
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ministack.services import lambda_svc

from governed_cdk.rehearsal.extension.api import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKS = {"HOST", "PORT", "STATUS", "LOAD_BALANCER"}
_LOOPBACK = "127.0.0.1"
_ORDER = "answer "
_LEFT_OUT = """
import ssl
import time

time.sleep = lambda _seconds: None
ssl.SSLContext.wrap_socket = lambda _self, plain, **_: plain
"""


def asks_it(function: str) -> bool:
    """Whether a function, by its ARN, asks a load balancer in its VPC, as the library's smoke test does."""
    return set(_variables(_record(function).get("config") or {})) >= _ASKS


def call(function: str, event: dict[str, Any], faults: Path) -> Any:
    """The function's answer; `faults` is the file of the rehearsal's faults."""
    record = dict(_record(function))
    record["config"] = config = copy.deepcopy(record["config"])
    variables = _variables(config)
    variables.pop("INTERFACES", None)
    with tempfile.TemporaryDirectory() as name, _listening(_told(faults) or variables["STATUS"]) as port:
        Path(name, "sitecustomize.py").write_text(_LEFT_OUT, encoding="utf-8")
        variables |= {"LOAD_BALANCER": _LOOPBACK, "PORT": str(port), "PYTHONPATH": name}
        config["Environment"] = {"Variables": variables}
        done = lambda_svc._execute_function_local(record, event, new_id(digits=32))  # noqa: SLF001 - see handler.py
    return {"error": done.get("body")} if done.get("error") else done.get("body")


def _record(function: str) -> dict[str, Any]:
    return lambda_svc._functions.get(function.split(":")[6]) or {}  # noqa: SLF001 - see handler.py


def _variables(config: dict[str, Any]) -> dict[str, str]:
    return dict((config.get("Environment") or {}).get("Variables") or {})


def _told(faults: Path) -> str:
    orders = faults.read_text(encoding="utf-8").splitlines() if faults.is_file() else []
    return next((one.removeprefix(_ORDER) for one in orders if one.startswith(_ORDER)), "")


@contextlib.contextmanager
def _listening(status: str) -> Iterator[int]:
    """A listener while the block lasts; its port."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(int(status))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer((_LOOPBACK, 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
