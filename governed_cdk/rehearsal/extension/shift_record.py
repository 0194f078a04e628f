"""Service deployments that shift traffic, as the API of ECS shows them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs

from governed_cdk.rehearsal.extension.api import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNNING = ("PENDING", "IN_PROGRESS", "ROLLBACK_IN_PROGRESS")


@dataclass
class Release:
    """One deployment of a service: from `source`, none where it is the first, to `target`, as the emulator has them.

    `status`, `stage` and `reason` are in the words of DescribeServiceDeployments.
    """

    service: dict[str, Any]
    source: dict[str, Any] | None
    target: dict[str, Any]
    overtakes: bool = False
    status: str = "PENDING"
    stage: str = ""
    reason: str = ""
    test: float = 0.0
    production: float = 0.0
    triggered: list[str] = field(default_factory=list)
    stopping: str = ""
    """Why somebody ends it; nothing where nobody does."""
    overtaken: bool = False
    ended: threading.Event = field(default_factory=threading.Event)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: new_id(digits=21))

    @property
    def key(self) -> str:
        """How the emulator calls the service: cluster and name."""
        return f"{self.service['clusterArn'].rpartition('/')[2]}/{self.service['serviceName']}"

    @property
    def arn(self) -> str:
        """Its ARN, which begins with that of the service, but for the kind."""
        return f"{self.service['serviceArn'].replace(':service/', ':service-deployment/')}/{self.id}"

    @property
    def configuration(self) -> dict[str, Any]:
        """How the service says that it is deployed."""
        said: dict[str, Any] = self.service["deploymentConfiguration"]
        return said

    def revision(self, deployment: dict[str, Any]) -> str:
        """The ARN of what is deployed by one of the two."""
        number = deployment["id"].rpartition("/")[2]
        return f"{self.service['serviceArn'].replace(':service/', ':service-revision/')}/{number}"

    def described(self) -> dict[str, Any]:
        """As DescribeServiceDeployments shows it."""
        old, new = self.source, self.target
        alarms = (self.configuration.get("alarms") or {}).get("alarmNames") or []
        shown: dict[str, Any] = {
            "serviceDeploymentArn": self.arn, "serviceArn": self.service["serviceArn"],
            "clusterArn": self.service["clusterArn"], "createdAt": self.began.timestamp(),
            "startedAt": self.began.timestamp(), "status": self.status, "statusReason": self.reason,
            "lifecycleStage": self.stage, "deploymentConfiguration": self.configuration,
            "targetServiceRevision": self._shown(new, self.test, self.production),
            "sourceServiceRevisions": [self._shown(old, 100 - self.test, 100 - self.production)] if old else [],
            "alarms": {"alarmNames": alarms, "triggeredAlarmNames": self.triggered},
        }  # fmt: skip
        return {name: value for name, value in shown.items() if value != ""}

    def _shown(self, deployment: dict[str, Any], test: float, production: float) -> dict[str, Any]:
        return {
            "arn": self.revision(deployment), "requestedTaskCount": self.service["desiredCount"],
            "runningTaskCount": deployment.get("runningCount", 0),
            "requestedTestTrafficWeight": test, "requestedProductionTrafficWeight": production,
        }  # fmt: skip


class Releases:
    """All of them, and the answers of ECS about them."""

    def __init__(self) -> None:
        self._all: list[Release] = []

    def add(self, release: Release) -> None:
        """Keep one that begins."""
        self._all.append(release)

    def of(self, service: str) -> Iterator[Release]:
        """Those of a service, by its ARN; the newest first."""
        yield from (one for one in reversed(self._all) if one.service["serviceArn"] == service)

    def running(self, service: str) -> Release | None:
        """The one of a service that has not ended."""
        return next((one for one in self.of(service) if not one.ended.is_set()), None)

    def answer(self) -> None:
        """Let ECS tell of them, and end them where it is asked to."""
        actions = ecs._ACTION_MAP  # noqa: SLF001 - see handler.py
        actions["DescribeServiceDeployments"] = self._describe
        actions["ListServiceDeployments"] = self._list
        actions["StopServiceDeployment"] = self._stop

    def _describe(self, asked: dict[str, Any]) -> Any:
        wanted = asked.get("serviceDeploymentArns", [])
        found = [one.described() for one in self._all if one.arn in wanted]
        missing = set(wanted) - {one["serviceDeploymentArn"] for one in found}
        failures = [{"arn": arn, "reason": "MISSING"} for arn in sorted(missing)]
        return json_response({"serviceDeployments": found, "failures": failures})

    def _list(self, asked: dict[str, Any]) -> Any:
        name, wanted = asked.get("service", "").rpartition("/")[2], asked.get("status") or ()
        brief = [
            {**{key: shown[key] for key in ("serviceDeploymentArn", "serviceArn", "clusterArn", "createdAt", "status")},
             "targetServiceRevisionArn": shown["targetServiceRevision"]["arn"]}
            for one in reversed(self._all)
            if one.service["serviceName"] == name and one.service is ecs._services.get(one.key)  # noqa: SLF001 - as above
            and (shown := one.described()) and (not wanted or one.status in wanted)
        ]  # fmt: skip
        return json_response({"serviceDeployments": brief})

    def _stop(self, asked: dict[str, Any]) -> Any:
        found = next((one for one in self._all if one.arn == asked.get("serviceDeploymentArn")), None)
        if found is None or found.status not in RUNNING:
            said = "The service deployment was not found." if found is None else "It is not in progress."
            return error_response_json("ServiceDeploymentNotFoundException", said, HTTPStatus.BAD_REQUEST)
        if asked.get("stopType", "ROLLBACK") != "ROLLBACK":
            said = "The rehearsal knows only the stop type ROLLBACK."
            return error_response_json("InvalidParameterException", said, HTTPStatus.BAD_REQUEST)
        found.stopping = "somebody stopped it"
        return json_response({"serviceDeploymentArn": found.arn})
