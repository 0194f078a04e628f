"""A service that uses what there is for data, messages and edges, of each one: it is judged as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import (
    CacheSettings,
    Cors,
    GovernedBucket,
    GovernedCache,
    GovernedQueue,
    GovernedRole,
    GovernedSchedule,
    GovernedTable,
    GovernedTopic,
    PlatformVpc,
    ServiceStack,
    StackSettings,
)

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib import Environment


class DataService(ServiceStack[StackSettings]):
    """One of each, as a team writes it."""

    slug = "files"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        vpc = PlatformVpc.read(self)
        GovernedCache(self, "Cache", kind="sessions", vpc=vpc)
        GovernedCache(
            self, "Redis", kind="redis", vpc=vpc, settings=CacheSettings(engine="redis", engine_version="7.1")
        )
        jobs = GovernedQueue(self, "Jobs", kind="jobs")
        worker = GovernedRole(self, "Worker", kind="worker", assumed_by="ecs-tasks.amazonaws.com", description="Works")
        GovernedTable(self, "Table", kind="jobs", partition_key="id").grant_read_write_data(worker)
        GovernedTopic(self, "News", kind="news", display_name="News").fan_out(jobs)
        browsers = Cors(origins=("https://app.set-of.com",), methods=("PUT",), headers=("Content-Type",))
        uploads = GovernedBucket(self, "Uploads", kind="uploads", replicated=True, cors=[browsers])
        uploads.notify(jobs, prefix="in/")
        GovernedSchedule(self, "Cleanup", kind="cleanup", description="Old jobs", expression="rate(1 day)", target=jobs)
