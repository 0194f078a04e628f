"""ECS: deployments that shift traffic between two target groups, which the emulator does not know.

A service whose strategy is one of `traffic_shift.yaml` gets its new tasks beside the old ones, behind its other group,
and a deployment that goes on by itself (`shift_run.py`). All else is the emulator's.
"""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import alb, ecs

from governed_cdk.rehearsal.extension.shift_hooks import UndoneError
from governed_cdk.rehearsal.extension.shift_plan import shifts
from governed_cdk.rehearsal.extension.shift_record import Release, Releases
from governed_cdk.rehearsal.extension.shift_run import GROUP, ShiftRun, forwarding, stop_tasks

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.rehearsal.extension.handler import Properties

_OVERTAKEN_S = 30.0


class Shifting:
    """What is put into the emulator's ECS. `folder` is the rehearsal's."""

    def __init__(self, folder: Path) -> None:
        self.releases = Releases()
        self._folder = folder
        self._resting: set[str] = set()
        """Services whose new tasks may not start yet."""
        self._reconcile, self._complete = ecs._reconcile_service_tasks, ecs._complete_service_deployment  # noqa: SLF001 - see handler.py
        self._sync = ecs._sync_service_targets  # noqa: SLF001 - see handler.py
        self._create, self._update = ecs._create_service, ecs._update_service  # noqa: SLF001 - see handler.py

    def shift(self) -> None:
        """Let the emulator do it."""
        ecs._reconcile_service_tasks = self._reconciled  # noqa: SLF001 - see handler.py
        ecs._complete_service_deployment = self._completed  # noqa: SLF001 - see handler.py
        ecs._sync_service_targets = self._synchronised  # noqa: SLF001 - see handler.py
        ecs._create_service = ecs._ACTION_MAP["CreateService"] = self._created  # noqa: SLF001 - see handler.py
        ecs._update_service = ecs._ACTION_MAP["UpdateService"] = self._updated  # noqa: SLF001 - see handler.py
        self.releases.answer()

    def settle(self, service: str, _properties: Properties) -> None:
        """What CloudFormation does after it has made or changed a service: wait, and fail where all was undone."""
        release = next(self.releases.of(service), None)
        if release is None:
            return
        release.ended.wait()
        if release.status != "SUCCESSFUL" and not release.overtaken:
            raise ValueError(f"{release.status}: {release.reason}")

    def _reconciled(self, cluster: str, key: str) -> None:
        if self._scope(key) not in self._resting:
            self._reconcile(cluster, key)

    def _completed(self, cluster: str, key: str, expected_deployment_id: str | None = None) -> None:
        service = ecs._services.get(key)  # noqa: SLF001 - see handler.py
        running = self.releases.running(service["serviceArn"]) if service else None
        if running is None or running.stage == "CLEAN_UP":
            self._complete(cluster, key, expected_deployment_id)

    def _created(self, data: dict[str, Any]) -> Any:
        if not shifts(data.get("deploymentConfiguration") or {}):
            return self._create(data)
        key = f"{ecs._resolve_cluster_name(data.get('cluster', 'default'))}/{data.get('serviceName')}"  # noqa: SLF001 - see handler.py
        self._resting.add(self._scope(key))
        answer = self._create(data)
        service = ecs._services.get(key)  # noqa: SLF001 - see handler.py
        if answer[0] < 400 and service:
            service["deployments"][0] |= {GROUP: 0, "rolloutState": "IN_PROGRESS", "rolloutStateReason": ""}
            self._begin(Release(service, None, service["deployments"][0]))
        return answer

    def _updated(self, data: dict[str, Any]) -> Any:
        service = self._service(data)
        if service is None or not shifts(service["deploymentConfiguration"]):
            return self._update(data)
        before = service["deployments"][0]
        running = self.releases.running(service["serviceArn"])
        begins = bool(data.get("forceNewDeployment")) or data.get("taskDefinition") not in (
            None,
            before["taskDefinition"],
        )
        if begins and running:
            running.overtaken, running.stopping = True, "another deployment overtook it"
            running.ended.wait(_OVERTAKEN_S)
            before = service["deployments"][0]
        key = Release(service, None, before).key
        if begins:
            self._resting.add(self._scope(key))
        answer = self._update(data)
        target = service["deployments"][0]
        if target is not before:
            target[GROUP] = 1 - before.get(GROUP, 0)
            self._begin(Release(service, before, target, overtakes=running is not None))
        else:
            self._resting.discard(self._scope(key))
        return answer

    def _begin(self, release: Release) -> None:
        self.releases.add(release)
        where = (get_account_id(), get_region())
        threading.Thread(target=self._live, args=(release, where), daemon=True).start()

    def _live(self, release: Release, where: tuple[str, str]) -> None:
        with request_scope(*where):
            run = ShiftRun(release, self._folder, lambda: self._start(release))
            try:
                run.go()
                self._complete(release.key.partition("/")[0], release.key)
                release.status = "SUCCESSFUL"
            except (UndoneError, BotoCoreError, ClientError) as why:
                self._undo(release, run, str(why))
            finally:
                self._resting.discard(self._scope(release.key))
                release.ended.set()

    def _start(self, release: Release) -> None:
        self._resting.discard(self._scope(release.key))
        self._reconcile(release.key.partition("/")[0], release.key)

    def _undo(self, release: Release, run: ShiftRun, why: str) -> None:
        self._resting.add(self._scope(release.key))  # nobody starts what is being stopped
        service, source = release.service, release.source
        outcome = "ROLLBACK_SUCCESSFUL" if source is not None else "ROLLBACK_FAILED"
        try:
            run.back(why)
        except UndoneError as stuck:
            outcome, release.reason = "ROLLBACK_FAILED", f"{release.reason} {stuck}"
        release.target |= {"rolloutState": "FAILED", "rolloutStateReason": release.reason}
        if source is not None and service.get("status") == "ACTIVE":
            source["status"] = "PRIMARY"
            service["deployments"], service["taskDefinition"] = [source], source["taskDefinition"]
        stop_tasks(release)
        release.status = "STOPPED" if release.overtaken else outcome

    def _synchronised(self, cluster: str, service: dict[str, Any]) -> None:
        """Register each deployment's tasks with its own group; in place of an address, one made of the task's id."""
        known = {one["id"]: one.get(GROUP, 0) for one in service.get("deployments") or ()}
        both = list(forwarding(service))
        if not both:
            self._sync(cluster, service)
            return
        tasks = [
            task for task in list(ecs._tasks.values())  # noqa: SLF001 - see handler.py
            if task.get("group") == f"service:{service['serviceName']}" and task["clusterArn"] == service["clusterArn"]
            and task.get("lastStatus") == "RUNNING" and service.get("status") == "ACTIVE"
        ]  # fmt: skip
        ledger, port = (
            service.setdefault("_published_targets", {}),
            service["loadBalancers"][0].get("containerPort", 80),
        )
        for groups, _, _ in both:
            for number, group in enumerate(groups):
                mine = [(_address(one), port) for one in tasks if known.get(one.get("_deployment_id")) == number]
                alb.set_targets_for_group(group, mine, ledger.get(group, ()))
                ledger[group] = [address for address, _ in mine]

    @staticmethod
    def _scope(key: str) -> str:
        return f"{get_account_id()}/{get_region()}/{key}"

    @staticmethod
    def _service(data: dict[str, Any]) -> dict[str, Any] | None:
        cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))  # noqa: SLF001 - see handler.py
        named = ecs._resolve_service_ref(data.get("service", ""))  # noqa: SLF001 - see handler.py
        found: dict[str, Any] | None = ecs._services.get(f"{cluster}/{named[0]}") if named else None  # noqa: SLF001 - as above
        return found


def _address(task: dict[str, Any]) -> str:
    if not ecs._task_ip(task):  # noqa: SLF001 - see handler.py
        first, second, third = hashlib.sha256(task["taskArn"].encode()).digest()[:3]
        task["_container_ip"] = f"10.{first}.{second}.{third}"
    return str(ecs._task_ip(task))  # noqa: SLF001 - see handler.py
