"""Where a rollout is, and what comes next: one service after the other, none while another deployment is on its way.

A task reads its secrets when it starts, and never again (ECS Developer Guide, "Pass sensitive data to an Amazon ECS
container"). So each service gets a new deployment; ECS judges by its health checks whether that one holds.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = "secret_rollout"
_WATCH_SECONDS = 30
_QUEUE_SECONDS = 60


class RolloutError(Exception):
    """The new secret did not reach a service. The message names the service and holds no secret."""


@dataclass(frozen=True)
class Progress:
    """Which service is next, by its place in the list; since when (seconds since 1970); by which deployment.

    `lost` says that a deployment before this one was gone before anybody saw how it ended.
    """

    secret: str
    place: int
    since: int
    deployment: str = ""
    lost: bool = False

    def text(self) -> str:
        """As a message of the queue."""
        return json.dumps({_MARK: asdict(self)}, sort_keys=True)

    @classmethod
    def read(cls, body: str, *, now: int) -> Progress:
        """From a message of our own, or from the event of a rotation that succeeded.

        Raises RolloutError for anything else.
        """
        try:
            message = json.loads(body)
            if _MARK in message:
                return cls(**message[_MARK])
            detail = message["detail"]
            if detail["eventName"] != "RotationSucceeded":
                raise RolloutError(f"no rotation that succeeded: {detail['eventName']}")
            return cls(secret=str(detail["additionalEventData"]["SecretId"]), place=0, since=now)
        except (ValueError, KeyError, TypeError) as error:
            raise RolloutError(f"neither the event of a rotation nor a rollout of ours: {error!r}") from None


@dataclass(frozen=True)
class Deploy:
    """Force a new deployment of the service."""


@dataclass(frozen=True)
class Wait:
    """Look again after some seconds, with this progress."""

    progress: Progress
    seconds: int


@dataclass(frozen=True)
class Reached:
    """The service has the new secret, or has no task that would need it."""


def decide(
    progress: Progress, service: Mapping[str, Any], *, now: int, patience_seconds: int
) -> Deploy | Wait | Reached:
    """What to do next with a service, as ECS describes it (API reference, DescribeServices).

    Raises RolloutError where its deployment failed or was rolled back, and where it takes longer than the patience.
    """
    name = str(service.get("serviceName", ""))
    deployments = list(service.get("deployments") or ())
    if service.get("status") != "ACTIVE" or (not service.get("desiredCount") and not _busy(deployments)):
        return Reached()
    found: Deploy | Wait | Reached
    if progress.deployment:
        found = _watched(progress, name, service, deployments)
    else:
        found = Wait(progress, _QUEUE_SECONDS) if _busy(deployments) else Deploy()
    if isinstance(found, Wait) and now - progress.since > patience_seconds:
        what = "its deployment is not done" if progress.deployment else "another deployment is on its way"
        raise RolloutError(f"{name}: {what} after {patience_seconds} s")
    return found


def _watched(
    progress: Progress, name: str, service: Mapping[str, Any], deployments: list[Mapping[str, Any]]
) -> Wait | Reached:
    ours = next((one for one in deployments if one.get("id") == progress.deployment), None)
    if ours is not None and ours.get("rolloutState") == "FAILED":
        raise RolloutError(f"{name}: its deployment failed: {ours.get('rolloutStateReason', 'no reason given')}")
    if ours is None:
        # Taken back, or overtaken by another deployment: nobody can tell any more. It is tried once more.
        if progress.lost:
            raise RolloutError(f"{name}: its deployment was taken back or overtaken, twice")
        return Wait(replace(progress, deployment="", lost=True), _WATCH_SECONDS)
    done = ours.get("status") == "PRIMARY" and ours.get("rolloutState") == "COMPLETED" and len(deployments) == 1
    if done and service.get("runningCount", 0) >= service.get("desiredCount", 0):
        return Reached()
    return Wait(progress, _WATCH_SECONDS)


def _busy(deployments: list[Mapping[str, Any]]) -> bool:
    return len(deployments) > 1 or any(one.get("rolloutState") == "IN_PROGRESS" for one in deployments)
