"""GovernedCluster: an ECS cluster for Fargate, observed per task, whose ephemeral disks are on a key of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_servicediscovery as servicediscovery

from constructs_lib.compute.exec_audit import ExecAudit
from constructs_lib.kernel.errors import invalid, switched
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsCluster

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.compute.container_service import GovernedContainerService

SHORTEST_REASON: Final = 20


class GovernedCluster(IsCluster):
    """A cluster `<env>-<service>-<kind>` on Fargate, with Container Insights down to the task and the container.

    The disks of its tasks are encrypted with the key for volumes (ECS Developer Guide, "Customer managed keys for
    Fargate ephemeral storage"). Nobody enters a running container, unless a reason says why somebody may: what they do
    there is then written to an encrypted log group `/aws/ecs/<name>/exec` of its own.

    Args:
        vpc: where its services run.
        kind: last part of the name; the service's name alone when empty.
        exec_reason: why ECS Exec may be switched on for services in it, 20 characters or more; off when absent.
        service_connect: whether it has a namespace of its own, in which its services call each other by name.

    Raises:
        ConfigurationError: a reason that says nothing.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        kind: str = "",
        exec_reason: str | None = None,
        service_connect: bool = False,
    ) -> None:
        super().__init__(scope, id)
        if exec_reason is not None and len(exec_reason) < SHORTEST_REASON:
            raise invalid(f"{self.node.path}: exec_reason", exec_reason, f"{SHORTEST_REASON} characters or more")
        switched(self.node.path, service_connect=service_connect)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.physical(kind, max_length=255)
        self.audit = ExecAudit(self, "Exec", kind=kind, cluster=self.name) if exec_reason else None
        made = self._cluster(vpc, exec_reason)
        self.cluster: ecs.ICluster = made
        self.connects = service_connect
        if service_connect:
            kind_ = servicediscovery.NamespaceType.HTTP
            made.add_default_cloud_map_namespace(name=self.name, type=kind_, use_for_service_connect=True)
        self._capacity_providers()

    def _cluster(self, vpc: ec2.IVpc, exec_reason: str | None) -> ecs.Cluster:
        stack = GovernedStack.of_construct(self)
        cluster = ecs.Cluster(
            self,
            "Resource",
            cluster_name=self.name,
            vpc=vpc,
            container_insights_v2=ecs.ContainerInsights.ENHANCED,
            managed_storage_configuration=ecs.ManagedStorageConfiguration(
                fargate_ephemeral_storage_kms_key=stack.key(KeyPurpose.EBS)
            ),
            execute_command_configuration=self.audit.configuration() if self.audit else None,
        )
        if exec_reason:
            cast("ecs.CfnCluster", cluster.node.default_child).add_metadata("ExecReason", exec_reason)
        return cluster

    def _capacity_providers(self) -> None:
        # CDK's own switch makes this from an Aspect under the cluster's id, which is "Resource" here: a clash.
        ecs.CfnClusterCapacityProviderAssociations(
            self,
            "CapacityProviders",
            cluster=self.cluster.cluster_name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy=[
                ecs.CfnClusterCapacityProviderAssociations.CapacityProviderStrategyProperty(
                    capacity_provider="FARGATE", base=1, weight=1
                )
            ],
        )


def vpc_of(where: str, given: ec2.IVpc | None, cluster: ecs.ICluster | None) -> ec2.IVpc:
    """Where a service or task runs: as told, or where its cluster is. Raises ConfigurationError for neither."""
    if given is None and cluster is None:
        raise invalid(f"{where}: vpc", given, "a VPC, or a cluster, which has one")
    return given or cast("ecs.ICluster", cluster).vpc


def cluster_of(
    service: GovernedContainerService, given: ecs.ICluster | None, *, vpc: ec2.IVpc, exec_reason: str | None
) -> tuple[ecs.ICluster, ExecAudit | None]:
    """The cluster of a service, its own where it was given none, and what writes down who enters its containers.

    Raises ConfigurationError for a reason to enter where nothing writes it down.
    """
    if service.connect and not (isinstance(given, GovernedCluster) and given.connects):
        raise invalid(
            f"{service.node.path}: connect", service.connect.name, "in a GovernedCluster(service_connect=True)"
        )
    if given is None:
        own = GovernedCluster(service, "Cluster", vpc=vpc, kind=service.kind, exec_reason=exec_reason)
        return own.cluster, own.audit
    audit = given.audit if isinstance(given, GovernedCluster) and exec_reason else None
    if exec_reason and audit is None:
        allowed = "a GovernedCluster with an exec_reason, or none"
        raise invalid(f"{service.node.path}: exec_reason", exec_reason, allowed)
    return given, audit
