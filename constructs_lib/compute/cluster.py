"""GovernedCluster: an ECS cluster for Fargate, observed per task, whose ephemeral disks are on a key of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs

from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsCluster

if TYPE_CHECKING:
    from constructs import Construct


class GovernedCluster(IsCluster):
    """A cluster `<env>-<service>-<kind>` on Fargate, with Container Insights down to the task and the container.

    The disks of its tasks are encrypted with the key for volumes (ECS Developer Guide, "Customer managed keys for
    Fargate ephemeral storage"). ECS Exec stays off: no service of ours lets anybody into a running container.

    Args:
        vpc: where its services run.
        kind: last part of the name; the service's name alone when empty.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        kind: str = "",
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.physical(kind, max_length=255)
        self.cluster: ecs.ICluster = ecs.Cluster(
            self,
            "Resource",
            cluster_name=self.name,
            vpc=vpc,
            container_insights_v2=ecs.ContainerInsights.ENHANCED,
            managed_storage_configuration=ecs.ManagedStorageConfiguration(
                fargate_ephemeral_storage_kms_key=stack.key(KeyPurpose.EBS)
            ),
        )
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
