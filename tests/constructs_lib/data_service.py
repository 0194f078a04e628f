"""A service that uses what there is for data, messages and edges, of each one: it is judged as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_stepfunctions_tasks as tasks

from constructs_lib import (
    ApiRoute,
    CacheSettings,
    Cors,
    FunctionImage,
    GovernedBucket,
    GovernedCache,
    GovernedCdn,
    GovernedDatabaseLogin,
    GovernedEventRule,
    GovernedFunction,
    GovernedHttpApi,
    GovernedQueue,
    GovernedRepository,
    GovernedRestApi,
    GovernedRole,
    GovernedSchedule,
    GovernedStateMachine,
    GovernedTable,
    GovernedTopic,
    PlatformCertificate,
    PlatformVpc,
    PlatformZone,
    RestPlan,
    RestRoute,
    ServiceStack,
    StackSettings,
    Throttle,
)
from constructs_lib.runtime import notifier
from tests.support import ROOT

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
        GovernedDatabaseLogin(self, "Login")
        jobs = GovernedQueue(self, "Jobs", kind="jobs")
        worker = GovernedRole(self, "Worker", kind="worker", assumed_by="ecs-tasks.amazonaws.com", description="Works")
        GovernedTable(self, "Table", kind="jobs", partition_key="id").grant_read_write_data(worker)
        GovernedTopic(self, "News", kind="news", display_name="News").fan_out(jobs)
        browsers = Cors(origins=("https://app.set-of.com",), methods=("PUT",), headers=("Content-Type",))
        uploads = GovernedBucket(self, "Uploads", kind="uploads", replicated=True, cors=[browsers])
        uploads.notify(jobs, prefix="in/")
        GovernedSchedule(self, "Cleanup", kind="cleanup", description="Old jobs", expression="rate(1 day)", target=jobs)
        function = GovernedFunction(
            self, "Files", kind="answers", description="Answers", code=ROOT / str(notifier.__path__[0])
        )
        self._apis(function, browsers)
        self._workflows(function)
        self._edges(environment.domain)
        image = FunctionImage(repository=GovernedRepository(self, "Repository").repository, image="sha256:" + "0" * 64)
        GovernedFunction(self, "Thumbnails", kind="thumbnails", description="Draws", code=image)

    def _apis(self, function: GovernedFunction, browsers: Cors) -> None:
        GovernedHttpApi(
            self,
            "Api",
            subdomain="files",
            certificate=PlatformCertificate.read(self),
            zone=PlatformZone.read(self),
            routes=[
                ApiRoute(key="GET /files/{id}", function=function),
                ApiRoute(key="GET /health", function=function, public_reason="A canary asks whether it is there"),
            ],
            issuer="https://login.set-of.com",
            audience=["files"],
            cors=browsers,
        )
        GovernedRestApi(
            self,
            "Partners",
            kind="partners",
            subdomain="partners",
            certificate=PlatformCertificate.read(self),
            zone=PlatformZone.read(self),
            routes=[
                RestRoute(key="POST /files", function=function, body={"type": "object"}, by_key=True),
                RestRoute(key="GET /health", function=function, public_reason="A canary asks whether it is there"),
            ],
            user_pools=["arn:aws:cognito-idp:ap-northeast-2:111122223333:userpool/ap-northeast-2_x"],
            plans=[RestPlan(name="gold", clients=("acme",), throttle=Throttle(rate=5, burst=10))],
            cors=browsers,
        )

    def _workflows(self, function: GovernedFunction) -> None:
        answer = tasks.LambdaInvoke(self, "Answer", lambda_function=function)
        machine = GovernedStateMachine(self, "Import", kind="import", definition=answer)
        GovernedSchedule(self, "Nightly", kind="nightly", description="x", expression="rate(1 day)", target=machine)
        GovernedEventRule(
            self, "Arrived", kind="arrived", description="x", pattern={"source": ["x"]}, target=machine.event_target()
        )

    def _edges(self, domain: str) -> None:
        GovernedCdn(self, "Cdn", subdomain="app", origin=GovernedBucket(self, "Pages", kind="pages"), single_page=True)
        GovernedCdn(self, "Front", subdomain="front", kind="front", origin=f"api.{domain}")
