"""The calls of a rollout: what ECS is asked and told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from .progress import Deploy, Progress, Reached, RolloutError, Wait, decide

if TYPE_CHECKING:
    from collections.abc import Sequence


class Ecs(Protocol):
    """The two calls of ECS."""

    def describe_services(self, *, cluster: str, services: list[str]) -> Any:
        """Describe services of a cluster."""

    def update_service(self, *, cluster: str, service: str, forceNewDeployment: bool) -> Any:  # noqa: N803 - ECS's word
        """Start new tasks of a service."""


def advance(
    progress: Progress, services: Sequence[str], *, ecs: Ecs, now: int, patience_seconds: int
) -> tuple[Progress, int] | None:
    """Do what comes next; where the rollout is then and after how many seconds to look again, None at its end.

    `services` are `<cluster>/<service>`, in the order in which they are deployed.

    Raises RolloutError as `decide`, and for a service that is not there.
    """
    if progress.place >= len(services):
        return None
    cluster, _, name = services[progress.place].partition("/")
    found = ecs.describe_services(cluster=cluster, services=[name])["services"]
    if not found:
        raise RolloutError(f"{services[progress.place]}: there is no such service")
    step = decide(progress, found[0], now=now, patience_seconds=patience_seconds)
    match step:
        case Deploy():
            answer = ecs.update_service(cluster=cluster, service=name, forceNewDeployment=True)
            return replace(progress, since=now, deployment=_primary(answer["service"])), 30
        case Wait():
            return step.progress, step.seconds
        case Reached():
            after = replace(progress, place=progress.place + 1, since=now, deployment="", lost=False)
            return (after, 0) if after.place < len(services) else None


def _primary(service: dict[str, Any]) -> str:
    return next((str(one["id"]) for one in service.get("deployments", ()) if one.get("status") == "PRIMARY"), "")
