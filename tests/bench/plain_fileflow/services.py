"""What FileFlow runs: the API, two workers, a scheduled task and the migration."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from tests.bench.plain_fileflow.data import Data
from tests.bench.plain_fileflow.platform import Platform

RELEASE = "92-f08d571"


class Services(Construct):
    """All of it, in one cluster."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform, data: Data) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        self.platform, self.data = platform, data
        self.cluster = ecs.Cluster(
            self,
            "Cluster",
            vpc=platform.vpc,
            container_insights_v2=ecs.ContainerInsights.ENHANCED,
            enable_fargate_capacity_providers=True,
        )
        self.images = {
            name: ecr.Repository(
                self,
                name,
                repository_name=f"prod-fileflow-{name}",
                image_tag_mutability=ecr.TagMutability.IMMUTABLE,
                image_scan_on_push=True,
                lifecycle_rules=[ecr.LifecycleRule(max_image_count=30)],
            )
            for name in ("web-api", "download-worker", "convert-worker", "scheduler")
        }
        self.canary = ecs.TrafficShiftConfig(step_percent=10, step_bake_time=cdk.Duration.minutes(5))
        self.api = self.service("web-api", cpu=1024, memory=2048, port=8080, most=12)
        self.workers = {
            "download-worker": self.worker("download-worker", data.downloads, cpu=512, memory=1024),
            "convert-worker": self.worker("convert-worker", data.conversions, cpu=2048, memory=4096),
        }
        self.schedule()

    def task(self, id: str, image: str, *, cpu: int, memory: int, port: int | None = None) -> ecs.FargateTaskDefinition:  # noqa: A002 - as above
        """One container, its log, and what it may do."""
        task = ecs.FargateTaskDefinition(
            self,
            f"{id}Task",
            cpu=cpu,
            memory_limit_mib=memory,
            runtime_platform=ecs.RuntimePlatform(cpu_architecture=ecs.CpuArchitecture.ARM64),
        )
        group = logs.LogGroup(self, f"{id}Logs", retention=logs.RetentionDays.TWO_WEEKS)
        task.add_container(
            "main",
            image=ecs.ContainerImage.from_ecr_repository(self.images[image], f"{image}-{RELEASE}"),
            logging=ecs.LogDrivers.aws_logs(stream_prefix="main", log_group=group),
            port_mappings=[ecs.PortMapping(container_port=port)] if port else None,
            environment={
                "UPLOADS": self.data.uploads.bucket_name,
                "DOWNLOADS": self.data.downloads.queue_url,
                "CONVERSIONS": self.data.conversions.queue_url,
                "CACHE": self.data.cache.attr_primary_end_point_address,
            },
            secrets={
                "DATABASE_LOGIN": ecs.Secret.from_secrets_manager(self.data.login),
                "CACHE_LOGIN": ecs.Secret.from_secrets_manager(self.data.cache_secret),
            },
        )
        self.data.uploads.grant_read_write(task.task_role)
        self.data.downloads.grant_send_messages(task.task_role)
        return task

    def group(self, id: str) -> ec2.SecurityGroup:  # noqa: A002 - as above
        """Who reaches the database and the cache."""
        group = ec2.SecurityGroup(self, f"{id}Group", vpc=self.platform.vpc)
        self.platform.database.add_ingress_rule(group, ec2.Port.tcp(3306))
        self.data.cache_group.add_ingress_rule(group, ec2.Port.tcp(6379))
        return group

    def service(self, name: str, *, cpu: int, memory: int, port: int | None = None, most: int) -> ecs.FargateService:
        """A service that scales by its CPU."""
        spot = [ecs.CapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=1)]
        shift = {"deployment_strategy": ecs.DeploymentStrategy.CANARY, "canary_configuration": self.canary}
        made = ecs.FargateService(
            self,
            f"{name}-service",
            service_name=f"prod-fileflow-{name}",
            cluster=self.cluster,
            task_definition=self.task(name, name, cpu=cpu, memory=memory, port=port),
            security_groups=[self.group(name)],
            min_healthy_percent=100,
            circuit_breaker=None if port else ecs.DeploymentCircuitBreaker(rollback=True),
            capacity_provider_strategies=None if port else spot,
            **(shift if port else {}),  # type: ignore[arg-type] # as CDK takes them
        )
        made.auto_scale_task_count(min_capacity=2 if port else 1, max_capacity=most).scale_on_cpu_utilization(
            "Cpu", target_utilization_percent=70
        )
        return made

    def worker(self, name: str, queue: sqs.Queue, *, cpu: int, memory: int) -> ecs.FargateService:
        """A service that reads a queue."""
        made = self.service(name, cpu=cpu, memory=memory, most=8)
        queue.grant_consume_messages(made.task_definition.task_role)
        return made

    def schedule(self) -> None:
        """The scheduled task, every ten minutes."""
        task, group = self.task("cleanup", "scheduler", cpu=512, memory=1024), self.group("cleanup")
        role = iam.Role(self, "SchedulerRole", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"))
        task.grant_run(role)
        subnets = self.platform.vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS).subnet_ids
        scheduler.CfnSchedule(
            self,
            "Schedule",
            schedule_expression="rate(10 minutes)",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=self.cluster.cluster_arn,
                role_arn=role.role_arn,
                ecs_parameters=scheduler.CfnSchedule.EcsParametersProperty(
                    task_definition_arn=task.task_definition_arn,
                    launch_type="FARGATE",
                    network_configuration=scheduler.CfnSchedule.NetworkConfigurationProperty(
                        awsvpc_configuration=scheduler.CfnSchedule.AwsVpcConfigurationProperty(
                            subnets=subnets, security_groups=[group.security_group_id]
                        )
                    ),
                ),
            ),
        )
