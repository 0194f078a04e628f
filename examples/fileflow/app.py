#!/usr/bin/env python3
"""FileFlow: people upload files, workers fetch and convert them, a scheduler cleans up."""

from constructs_lib import start

start()  # before aws_cdk is imported: errors in one line, the environment checked

from typing import Any, Literal, get_args

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from aspects import govern
from constructs_lib import (
    CacheSettings,
    Canary,
    Container,
    Cors,
    Environment,
    FargateCpu,
    GovernedBucket,
    GovernedCache,
    GovernedCluster,
    GovernedContainerService,
    GovernedDatabaseLogin,
    GovernedLoadBalancer,
    GovernedQueue,
    GovernedRepository,
    GovernedSecretRollout,
    GovernedTask,
    GovernedWebAcl,
    HealthCheck,
    MetricsCollector,
    Output,
    PlatformCertificate,
    PlatformVpc,
    PlatformZone,
    QueueBacklog,
    Scaling,
    Schedule,
    ServiceStack,
    SmokeTest,
    Spot,
    StackSettings,
    StrictModel,
    pascal,
)

Name = Literal["web-api", "download-worker", "convert-worker", "scheduler"]
IMAGES = {name: Output.repository("fileflow-images", name, f"Images of {name}") for name in get_args(Name)}


class Images(ServiceStack[StackSettings]):
    """One repository each, deployed before anything runs from them: `<name>-<run>-<commit>` are releases."""

    slug = "fileflow-images"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        for name, output in IMAGES.items():
            self.publish(output, GovernedRepository(self, pascal(name), kind=name, tag_prefixes=(f"{name}-",)))


class Part(StrictModel):
    """Image and size of one of the four."""

    image: str
    """Tag or digest in its repository."""
    cpu: FargateCpu = 512
    memory_mib: int = 1024
    most: int = 4
    """How many tasks at most."""


class Settings(StackSettings):
    """What differs between environments."""

    parts: dict[Name, Part]
    cache: CacheSettings = CacheSettings()
    canary_minutes: int = 5
    """How long 10 % of the requests go to a new release before all do."""


class FileFlow(ServiceStack[Settings]):
    """All of it."""

    slug = "fileflow"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        self.host = f"files.{environment.domain}"
        self.vpc = PlatformVpc.read(self, public_subnets=True)
        self.keep()
        self.cluster = GovernedCluster(self, "Cluster", vpc=self.vpc)
        api = self.serve()
        workers = [self.work("download-worker", self.downloads), self.work("convert-worker", self.conversions)]
        once = [self.run("cleanup", of="scheduler", schedule=Schedule(schedule="rate(10 minutes)"))]
        once += [self.run("migration", of="web-api", command=("migrate",))]
        api.run_first(once[1])
        GovernedSecretRollout(self, "Rollout", secrets=[self.login.secret], services=[api, *workers])
        parts: list[GovernedContainerService | GovernedTask] = [api, *workers, *once]
        for part in parts:
            self.login.admit(part)
            self.cache.admit(part)
            self.uploads.grant_read_write(part)
            self.downloads.grant_send_messages(part)

    def keep(self) -> None:
        """What holds data, and what is still to be done."""
        self.login = GovernedDatabaseLogin(self, "Login")
        self.cache = GovernedCache(self, "Cache", kind="cache", vpc=self.vpc, settings=self.settings.cache)
        browsers = Cors(origins=(f"https://{self.host}",), methods=("GET", "PUT"), headers=("Content-Type",))
        aged = s3.LifecycleRule(id="unclaimed", prefix="incoming/", expiration=cdk.Duration.days(30))
        self.uploads = GovernedBucket(
            self, "Uploads", kind="uploads", lifecycle_rules=[aged], cors=[browsers], replicated=True
        )
        self.downloads = GovernedQueue(self, "Downloads", kind="downloads", visibility_timeout_seconds=900)
        self.conversions = GovernedQueue(self, "Conversions", kind="conversions", visibility_timeout_seconds=1800)
        self.uploads.notify(self.conversions, prefix="incoming/")

    def container(self, name: Name, **more: Any) -> Container:
        """One of the four, with all that it has to know."""
        part = self.settings.parts[name]
        return Container(
            repository=self.read(IMAGES[name]),
            image=part.image,
            cpu=part.cpu,
            memory_mib=part.memory_mib,
            writable=("/tmp",),  # noqa: S108 - of the container
            environment={
                "UPLOADS": self.uploads.name,
                "DOWNLOADS": self.downloads.queue_url,
                "CONVERSIONS": self.conversions.queue_url,
                "CACHE": self.cache.endpoint,
            },
            secrets={"DATABASE_LOGIN": self.login.secret, "CACHE_LOGIN": self.cache.secret},
            **more,
        )

    def serve(self) -> GovernedContainerService:
        """The API, behind a load balancer and a firewall; a release proves itself before all requests reach it."""
        trial = SmokeTest(host=self.host, path="/actuator/health")
        api = GovernedContainerService(
            self,
            "Api",
            kind="web-api",
            cluster=self.cluster,
            container=self.container("web-api", port=8080, collector=MetricsCollector(path="/actuator/prometheus")),
            scaling=Scaling(minimum=2, maximum=self.settings.parts["web-api"].most, requests_per_minute=1000),
            deployment=Canary(minutes=self.settings.canary_minutes, smoke_test=trial),
        )
        balancer = GovernedLoadBalancer(
            self,
            "LoadBalancer",
            vpc=self.vpc,
            certificate=PlatformCertificate.read(self),
            service=api,
            health_check=HealthCheck(path="/actuator/health", grace_seconds=180),
            networks={"0.0.0.0/0": "users everywhere"},
            public_reason="Users upload from wherever they are",
        )
        balancer.alias(zone=PlatformZone.read(self), host=self.host)
        GovernedWebAcl(self, "WebAcl").protect(balancer)
        return api

    def work(self, name: Name, queue: GovernedQueue) -> GovernedContainerService:
        """A worker, of which there are as many as its queue needs."""
        backlog = QueueBacklog(queue=queue, messages_per_task=50)
        scaling = Scaling(maximum=self.settings.parts[name].most, queue=backlog)
        given: Any = {"cluster": self.cluster, "container": self.container(name), "scaling": scaling, "spot": Spot()}
        worker = GovernedContainerService(self, pascal(name), kind=name, **given)
        queue.grant_consume_messages(worker)
        return worker

    def run(self, kind: str, *, of: Name, schedule: Schedule | None = None, **more: Any) -> GovernedTask:
        """A task that ends by itself."""
        container = self.container(of, **more)
        return GovernedTask(self, pascal(kind), kind=kind, cluster=self.cluster, container=container, schedule=schedule)


app = cdk.App()
environment = Environment.from_context(app)
app.node.set_context("@aws-cdk/core:permissionsBoundary", {"name": f"{environment.name}-bootstrap-service-boundary"})
Images(app, environment)
FileFlow(app, environment)
govern(app, environment)
app.synth()
