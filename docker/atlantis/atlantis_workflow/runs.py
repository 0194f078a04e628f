"""Runs: the tasks that work for Atlantis, and the bucket by which they are given work and hand back results."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_URL_SECONDS = 3600
_LONGEST_SECONDS = 4 * 3600
_LOG_WAIT_SECONDS = 30
END = "atlantis-workflow: end of run"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where runs run: the variables ATLANTIS_RUN_* of the service, set by its stack."""

    bucket: str
    cluster: str
    subnets: tuple[str, ...]
    security_group: str
    log_group: str
    log_prefix: str
    task: str

    @classmethod
    def from_variables(cls, variables: Mapping[str, str]) -> Settings:
        """Raises Refused where the stack has set none."""
        try:
            return cls(
                bucket=variables["ATLANTIS_RUN_BUCKET"],
                cluster=variables["ATLANTIS_RUN_CLUSTER"],
                subnets=tuple(variables["ATLANTIS_RUN_SUBNETS"].split(",")),
                security_group=variables["ATLANTIS_RUN_SECURITY_GROUP"],
                log_group=variables["ATLANTIS_RUN_LOG_GROUP"],
                log_prefix=variables["ATLANTIS_RUN_LOG_PREFIX"],
                task=variables["ATLANTIS_RUN_TASK"],
            )
        except KeyError as missing:
            raise Refused(f"runs: {missing.args[0]} is not set; stacks/atlantis.py sets it") from missing


class Runs:
    """Starts a task, prints what it says, waits for its end. The clients are boto3's."""

    def __init__(self, settings: Settings, *, s3: Any, ecs: Any, logs: Any, pause: float = 5) -> None:
        self._settings, self._s3, self._ecs, self._logs, self._pause = settings, s3, ecs, logs, pause

    def put(self, key: str, path: Path) -> None:
        """Store a file, whole, over what was there."""
        self._s3.put_object(Bucket=self._settings.bucket, Key=key, Body=path.read_bytes())

    def put_empty(self, key: str) -> None:
        """Take back what stood there: an empty object is no plan."""
        self._s3.put_object(Bucket=self._settings.bucket, Key=key, Body=b"")

    def get(self, key: str, path: Path, *, most_bytes: int) -> bool:
        """Fetch an object; False where there is none or an empty one. Raises Refused for one that is too large."""
        try:
            found = self._s3.get_object(Bucket=self._settings.bucket, Key=key)
        except self._s3.exceptions.NoSuchKey:
            return False
        body = found["Body"].read(most_bytes + 1)
        if len(body) > most_bytes:
            raise Refused(f"result: more than {most_bytes:,} bytes")
        path.write_bytes(body)
        return bool(body)

    def to_read(self, key: str) -> str:
        """An address by which whoever knows it reads this one object, for an hour."""
        return self._signed("get_object", key)

    def to_write(self, key: str) -> str:
        """An address by which whoever knows it writes this one object, for an hour."""
        return self._signed("put_object", key)

    def _signed(self, operation: str, key: str) -> str:
        given = {"Bucket": self._settings.bucket, "Key": key}
        return str(self._s3.generate_presigned_url(operation, Params=given, ExpiresIn=_URL_SECONDS))

    def run(self, step: str, variables: Mapping[str, str], out: TextIO, *, role: str | None = None) -> None:
        """Run one task to its end, and print what it says.

        Args:
            step: what it does (atlantis_workflow/task.py).
            variables: what the task is told.
            out: where its words go, as they come.
            role: ARN of the role that it works as; without one it has no credentials.

        Raises:
            Refused: it could not be started, did not end, or ended with an error.
        """
        started = self._started({**variables, "STEP": step}, role)
        if not started["tasks"]:
            why = "; ".join(str(failure.get("reason")) for failure in started.get("failures", ()))
            raise Refused(f"{step}: the task could not be started: {why or 'ECS gives no reason'}")
        self._follow(step, started["tasks"][0]["taskArn"], out)

    def _started(self, variables: Mapping[str, str], role: str | None) -> Any:
        told = [{"name": name, "value": value} for name, value in sorted(variables.items())]
        overrides: dict[str, Any] = {"containerOverrides": [{"name": "main", "environment": told}]}
        if role:
            overrides["taskRoleArn"] = role
        network = {
            "subnets": list(self._settings.subnets),
            "securityGroups": [self._settings.security_group],
            "assignPublicIp": "DISABLED",
        }
        return self._ecs.run_task(
            cluster=self._settings.cluster,
            taskDefinition=self._settings.task,
            count=1,
            launchType="FARGATE",
            platformVersion="1.4.0",
            clientToken=secrets.token_hex(16),
            enableExecuteCommand=False,
            networkConfiguration={"awsvpcConfiguration": network},
            overrides=overrides,
        )

    def _follow(self, step: str, task: str, out: TextIO) -> None:
        log = _Log(self._logs, self._settings, task, out)
        until = time.monotonic() + _LONGEST_SECONDS
        while (found := self._described(task))["lastStatus"] != "STOPPED":
            log.show()
            if time.monotonic() > until:
                self._ecs.stop_task(cluster=self._settings.cluster, task=task, reason="longer than four hours")
                raise Refused(f"{step}: stopped after four hours")
            time.sleep(self._pause)
        waited = time.monotonic() + _LOG_WAIT_SECONDS
        while not log.show() and time.monotonic() < waited:
            time.sleep(min(self._pause, 1))
        code = found["containers"][0].get("exitCode")
        if code != 0:
            ended = f"exit code {code}" if code is not None else found.get("stoppedReason", "no reason is given")
            raise Refused(f"{step}: failed: {ended}")

    def _described(self, task: str) -> Any:
        return self._ecs.describe_tasks(cluster=self._settings.cluster, tasks=[task])["tasks"][0]


class _Log:
    """What one task has written so far."""

    def __init__(self, logs: Any, settings: Settings, task: str, out: TextIO) -> None:
        self._logs, self._out = logs, out
        self._where = {
            "logGroupName": settings.log_group,
            "logStreamName": f"{settings.log_prefix}/main/{task.rsplit('/', 1)[-1]}",
        }
        self._token: str | None = None
        self._ended = False

    def show(self) -> bool:
        """Print what is new; True once the task has said its last line."""
        while not self._ended:
            after = {"nextToken": self._token} if self._token else {}
            try:
                page = self._logs.get_log_events(**self._where, startFromHead=True, **after)
            except self._logs.exceptions.ResourceNotFoundException:
                return False
            for event in page["events"]:
                self._ended = self._ended or event["message"].strip() == END
                if not self._ended:
                    print(_plain(event["message"]), file=self._out, flush=True)
            if page["nextForwardToken"] == self._token:
                break
            self._token = page["nextForwardToken"]
        return self._ended


def _plain(text: str) -> str:
    """Without control characters: what a pull request prints must not steer a terminal or a page."""
    return "".join(sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in text)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
