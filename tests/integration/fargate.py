"""A stand-in for what starts tasks: S3, ECS and CloudWatch Logs by their own protocols, and tasks as processes.

A task gets an environment of its own and, where it was started with a role, an address that hands out credentials, as
169.254.170.2 does. When its first process ends, all that it left behind is killed, as with a task on Fargate. What
else is asked of AWS is noted down and refused.
"""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Adopts what a task leaves behind (prctl 36, PR_SET_CHILD_SUBREAPER), and ends it with the task.
_LAUNCHER = """
import ctypes, os, signal, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
code = subprocess.call(sys.argv[1:])
children = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
while left := open(children).read().split():
    for pid in left:
        os.kill(int(pid), signal.SIGKILL)
    for pid in left:
        os.waitpid(int(pid), 0)
sys.exit(code)
"""
_NOT_THERE = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"
_NO_STACK = (
    '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>'
    "<Code>ValidationError</Code><Message>Stack with id {} does not exist</Message></Error></ErrorResponse>"
)
_WHO = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    "<Arn>arn:aws:sts::111122223333:assumed-role/task/x</Arn><UserId>x</UserId><Account>111122223333</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>"
)


@dataclass(kw_only=True)
class Fargate:
    """What was stored, started and asked for.

    Attributes:
        path: PATH of every task.
        releases: what the image holds of governed-cdk.
        aws: where tasks ask AWS; this stand-in where it is empty.
        session: hands out the credentials of a role.
        objects: of the bucket, by key.
        tasks: started, with their step, role, exit code and what they wrote.
        asked: calls of AWS, as (access key, action).
        credentials: role of each request for credentials.
    """

    path: str
    releases: Path
    aws: str = ""
    session: Callable[[str], dict[str, str]] = lambda _: {
        "AccessKeyId": "ROLEKEY",
        "SecretAccessKey": "CANARY",
        "Token": "CANARY",
    }
    objects: dict[str, bytes] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def run_task(self, given: dict[str, Any]) -> dict[str, Any]:
        """Start a task; once its end is known, so is all that it said."""
        overrides = given["overrides"]
        (container,) = overrides["containerOverrides"]
        told = {entry["name"]: entry["value"] for entry in container["environment"]}
        role = overrides.get("taskRoleArn")
        variables = {**told, "PATH": self.path, "LANG": "C.UTF-8", "AWS_REGION": "ap-northeast-2"}
        variables |= {"AWS_ENDPOINT_URL": self.aws or self.url, "AWS_EC2_METADATA_DISABLED": "true"}
        variables |= {"ATLANTIS_WORKFLOW": str(ROOT / "docker/atlantis"), "ATLANTIS_RELEASES": str(self.releases)}
        if role:
            variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = f"{self.url}/credentials/{role.rsplit('/', 1)[-1]}"
        program = str(ROOT / "docker/atlantis/pull-request")
        command = [sys.executable, "-c", _LAUNCHER, program, "task"]
        task: dict[str, Any] = {"step": told["STEP"], "role": role, "log": ""}
        self.tasks.append(task)
        threading.Thread(target=self._work, args=(task, command, variables), daemon=True).start()
        return {"tasks": [{"taskArn": f"arn:aws:ecs:ap-northeast-2:111122223333:task/prod/{len(self.tasks) - 1}"}]}

    @staticmethod
    def _work(task: dict[str, Any], command: list[str], variables: dict[str, str]) -> None:
        ended = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=1500)
        task |= {"log": ended.stdout + ended.stderr, "code": ended.returncode}

    def answer_json(self, target: str, given: dict[str, Any]) -> tuple[int, Any]:
        """ECS and CloudWatch Logs; nothing else that speaks JSON is there."""
        match target.rsplit(".", maxsplit=1)[-1]:
            case "RunTask":
                return 200, self.run_task(given)
            case "DescribeTasks":
                task = self.tasks[int(given["tasks"][0].rsplit("/", 1)[-1])]
                status = "STOPPED" if "code" in task else "RUNNING"
                return 200, {"tasks": [{"lastStatus": status, "containers": [{"exitCode": task.get("code")}]}]}
            case "GetLogEvents":
                lines = self.tasks[int(given["logStreamName"].rsplit("/", 1)[-1])]["log"].splitlines()
                new = [{"message": line} for line in lines[int(given.get("nextToken", 0)) :]]
                return 200, {"events": new, "nextForwardToken": str(len(lines))}
            case "GetParameters":
                return 200, {"Parameters": [], "InvalidParameters": given["Names"]}
            case _:
                return 400, {"__type": "AccessDeniedException", "message": "not here"}


class _Server(http.server.ThreadingHTTPServer):
    def __init__(self, fargate: Fargate) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fargate = fargate


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = urllib.parse.urlsplit(self.path).path
        if path.startswith("/credentials/"):
            role = path.rsplit("/", 1)[-1]
            self.server.fargate.credentials.append(role)
            key = self.server.fargate.session(role)
            return self._say(200, json.dumps({"Expiration": "2099-01-01T00:00:00Z", **key}).encode())
        found = self.server.fargate.objects.get(path)
        return self._say(200, found) if found is not None else self._say(404, _NOT_THERE.encode())

    def do_PUT(self) -> None:
        self.server.fargate.objects[urllib.parse.urlsplit(self.path).path] = self._body()
        self._say(200, b"")

    def do_POST(self) -> None:
        body = self._body()
        if target := self.headers.get("X-Amz-Target"):
            self.server.fargate.asked.append((self._key(), target.split(".")[-1]))
            code, answer = self.server.fargate.answer_json(target, json.loads(body))
            return self._say(code, json.dumps(answer).encode(), "application/x-amz-json-1.1")
        asked = dict(urllib.parse.parse_qsl(body.decode()))
        self.server.fargate.asked.append((self._key(), asked.get("Action", "?")))
        if asked.get("Action") == "GetCallerIdentity":
            return self._say(200, _WHO.encode(), "text/xml")
        return self._say(400, _NO_STACK.format(asked.get("StackName", "x")).encode(), "text/xml")

    def _key(self) -> str:
        credential = self.headers.get("Authorization", "").partition("Credential=")[2]
        return credential.partition("/")[0]

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _say(self, code: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
