"""The ECS services of a stack, as they are now: what their tasks, targets and logs are asked by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.preflight.account import Account

_TYPE = "AWS::ECS::Service"
_MOST_PAGES = 10


@dataclass(frozen=True)
class EcsService:
    """One service: its ARN, cluster and region, and what DescribeServices says of it."""

    arn: str
    region: str
    described: dict[str, Any]

    @property
    def cluster(self) -> str:
        """The ARN of its cluster."""
        return str(self.described["clusterArn"])

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.described["serviceName"])

    @property
    def task_definitions(self) -> list[str]:
        """ARNs of the task definitions that its deployments run, the newest first."""
        deployments = sorted(self.described.get("deployments", ()), key=lambda one: str(one.get("createdAt", "")))
        found = [one["taskDefinition"] for one in reversed(deployments)] + [self.described.get("taskDefinition")]
        return list(dict.fromkeys(arn for arn in found if arn))


def services_of(account: Account, stack: str, region: str) -> list[EcsService]:
    """The services that a stack holds. Raises ConfigurationError where AWS does not say."""
    found = []
    for arn in _arns(account, stack, region):
        cluster = arn.split(":service/", 1)[-1].split("/")[0]
        answer, code = account.ask("ecs", region, "describe_services", cluster=cluster, services=[arn])
        if code:
            raise ConfigurationError(f"service {arn}: {code}")
        found += [EcsService(arn, region, one) for one in answer.get("services", ())]
    return found


def _arns(account: Account, stack: str, region: str) -> Iterator[str]:
    token: dict[str, str] = {}
    for _ in range(_MOST_PAGES):
        answer, code = account.ask("cloudformation", region, "list_stack_resources", StackName=stack, **token)
        if code:
            raise ConfigurationError(f"resources of {stack} in {region}: {code}")
        for one in answer.get("StackResourceSummaries", ()):
            if one["ResourceType"] == _TYPE and ":service/" in one.get("PhysicalResourceId", ""):
                yield one["PhysicalResourceId"]
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}
