"""A local GitHub: the parts of its REST API that the gate uses, in the shapes of its documentation.

What it is asked and what it answers is held against GitHub's own description of its API: operations.json has, of each
operation that the gate calls, the body, and of the answer what the gate reads.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jsonschema

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = "example-org/fileflow"
OPERATIONS = json.loads(Path(__file__).with_name("operations.json").read_text())["operations"]


@dataclass
class State:
    """What the server knows; `refuse` answers a path with a status instead."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    pull: dict[str, Any] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[dict[str, Any]] = field(default_factory=list)
    refuse: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Where a call or an answer is not as GitHub describes it."""
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    state: State

    def log_message(self, *_: Any) -> None:
        pass

    def _hold(self, what: str, schema: Any, data: Any) -> None:
        for error in jsonschema.Draft202012Validator(schema).iter_errors(data):
            self.state.wrong.append(f"{self.command} {self.path}: {what}: {error.message}")

    def _operation(self) -> dict[str, Any]:
        path = urlsplit(self.path).path
        for name, one in OPERATIONS.items():
            method, shape = name.split(" ")
            if method == self.command and re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", shape), path):
                return dict(one)
        self.state.wrong.append(f"{self.command} {path}: GitHub has no such operation")
        return {"answer": {}, "status": 404}

    def _answer(self, status: int, body: Any, **headers: str) -> None:
        described = self._operation()
        if status < 300:
            self._hold("status", {"const": described["status"]}, status)
            self._hold("answer", described["answer"], body)
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _refused(self, path: str) -> bool:
        self.state.asked.append(f"{self.command} {path}")
        status = 401 if not self.headers["Authorization"].startswith("Bearer ghs_") else self.state.refuse.get(path, 0)
        if status:
            self._answer(status, {"message": "Bad credentials" if status == 401 else "Refused", "status": str(status)})
        return bool(status)

    def _page(self, items: list[dict[str, Any]]) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self._hold("query", {"items": {"enum": self._operation().get("query", [])}}, list(query))
        number, size = int(query.get("page", ["1"])[0]), int(query.get("per_page", ["30"])[0])
        more = {}
        if len(items) > number * size:
            path = urlsplit(self.path).path
            more = {"Link": f'<{self.state.url}{path}?per_page={size}&page={number + 1}>; rel="next", <x>; rel="last"'}
        self._answer(200, items[(number - 1) * size : number * size], **more)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self._refused(path):
            return
        own = f"/repos/{REPOSITORY}"
        if path == f"{own}/issues":
            self._page(self._listed())
        elif re.fullmatch(rf"{own}/issues/\d+/comments", path):
            self._page(self.state.comments)
        elif re.fullmatch(rf"{own}/pulls/\d+/reviews", path):
            self._page(self.state.reviews)
        elif re.fullmatch(rf"{own}/pulls/\d+", path):
            self._answer(200, self.state.pull)
        elif path == f"{own}/pulls":
            self._page([self.state.pull] if self.state.pull.get("state", "open") == "open" else [])
        elif found := re.fullmatch(r"/orgs/([\w-]+)/teams/([\w-]+)/members", path):
            name = f"{found[1]}/{found[2]}"
            if name in self.state.teams:
                self._page([{"login": login} for login in self.state.teams[name]])
            else:
                self._answer(404, {"message": "Not Found"})
        else:
            self._answer(404, {"message": "Not Found"})

    def _listed(self) -> list[dict[str, Any]]:
        """The issues of a state that carry every label asked for; only a body that somebody wrote is there."""
        query = parse_qs(urlsplit(self.path).query)
        wanted, state = set(query.get("labels", [""])[0].split(",")) - {""}, query.get("state", ["open"])[0]
        return [
            one for one in self.state.issues if wanted <= set(one.get("labels", ())) and state in ("all", one["state"])
        ]

    def do_POST(self) -> None:
        self._written(201)

    def do_PATCH(self) -> None:
        self._written(200)

    def _written(self, status: int) -> None:
        path = urlsplit(self.path).path
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._refused(path):
            return
        self._hold("body", self._operation().get("body", {}), body)
        own = f"/repos/{REPOSITORY}"
        if path.startswith(f"{own}/issues"):
            self._issue_written(status, path.removeprefix(f"{own}/issues"), body)
        elif self.command == "POST" and re.fullmatch(rf"{own}/statuses/[0-9a-f]{{40}}", path):
            self.state.statuses.append(body)
            self._answer(status, body)
        elif self.command == "POST" and path == f"{own}/code-scanning/sarifs":
            self.state.uploads.append(body)
            self._answer(202, {"id": "47177e22", "url": f"{self.state.url}{path}/47177e22"})
        else:
            self._answer(404, {"message": "Not Found"})

    def _issue_written(self, status: int, path: str, body: dict[str, Any]) -> None:
        url = f"https://github.com/{REPOSITORY}"
        if self.command == "POST" and not path:
            number = len(self.state.issues) + 1
            made = {"number": number, "html_url": f"{url}/issues/{number}", "state": "open", **body}
            self.state.issues.append(made)
        elif self.command == "POST" and re.fullmatch(r"/\d+/comments", path):
            number = 1000 + len(self.state.comments)
            made = {"id": number, "user": {"login": "github-actions[bot]", "type": "Bot"}, **body}
            made["html_url"] = f"{url}/pull/7#issuecomment-{number}"
            self.state.comments.append(made)
        else:
            kind, key = (self.state.comments, "id") if path.startswith("/comments/") else (self.state.issues, "number")
            (made,) = [one for one in kind if one[key] == int(path.rpartition("/")[2])]
            made.update(body)
        self._answer(status, made)


@contextmanager
def served(state: State) -> Iterator[State]:
    """The server, on a free port of the loopback."""
    handler = type("Handler", (_Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        assert state.wrong == []
