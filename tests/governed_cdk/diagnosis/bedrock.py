"""A local Bedrock: Converse as botocore's model has it, each request held against it, and each answer.

It answers what a test says, and can refuse, throttle, wait, be absent, or talk nonsense.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tests.governed_cdk.aws_shapes import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ERRORS = {
    "ThrottlingException": 429, "AccessDeniedException": 403, "ResourceNotFoundException": 404,
    "ModelNotReadyException": 429, "ValidationException": 400, "ServiceUnavailableException": 503,
}  # fmt: skip


@dataclass
class Bedrock:
    """What it knows: `answer` makes the tool's input of a question; `error`, `raw` and `wait` come before."""

    answer: Callable[[dict[str, Any]], Any] = lambda _: {}
    error: str = ""
    raw: bytes = b""
    wait: float = 0.0
    as_text: bool = False
    stop: str = "tool_use"
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def question(self) -> dict[str, Any]:
        """The last question."""
        found: dict[str, Any] = json.loads(self.asked[-1]["messages"][0]["content"][0]["text"])
        return found


class _Handler(BaseHTTPRequestHandler):
    bedrock: Bedrock

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model, _, action = unquote(self.path).removeprefix("/model/").rpartition("/")
        asked = {"modelId": model, **body}
        self.bedrock.asked.append(asked)
        if action != "converse" or (found := wrong("bedrock-runtime", "converse", asked, of="input")):
            self.bedrock.wrong.append(f"{self.path}: {found if action == 'converse' else 'no such operation'}")
        time.sleep(self.bedrock.wait)
        if self.bedrock.error:
            self._send(ERRORS[self.bedrock.error], json.dumps({"message": "no"}).encode(), self.bedrock.error)
        elif self.bedrock.raw:
            self._send(200, self.bedrock.raw)
        else:
            self._send(200, json.dumps(self._answer()).encode())

    def _answer(self) -> dict[str, Any]:
        said = self.bedrock.answer(self.bedrock.question)
        block = {"text": f"Here: {json.dumps(said)}"} if self.bedrock.as_text else {
            "toolUse": {"toolUseId": "t1", "name": "diagnosis", "input": said}
        }  # fmt: skip
        answer = {
            "output": {"message": {"role": "assistant", "content": [block]}},
            "stopReason": self.bedrock.stop,
            "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
            "metrics": {"latencyMs": 1},
        }
        if found := wrong("bedrock-runtime", "converse", answer, of="output"):
            self.bedrock.wrong.append(f"answer: {found}")
        return answer

    def _send(self, status: int, body: bytes, error: str = "") -> None:
        self.send_response(status)
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(bedrock: Bedrock) -> Iterator[Bedrock]:
    """The server, on a free port of the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"bedrock": bedrock}))
    bedrock.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield bedrock
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        assert bedrock.wrong == []
