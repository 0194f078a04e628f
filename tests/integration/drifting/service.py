"""A service as its repository deploys it, small: scaled by its load, its traffic shifted, its table scaled too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.integration.deploys import app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Deployed

STACK = "test-app"
LEAST, MOST = 2, 6
_BY_ECS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs.amazonaws.com"}}],
}
_MAY_SHIFT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["elasticloadbalancing:*"], "Resource": "*"}],
}
_RULES = ("Production", "Test")


def deploy(deployed: Deployed, folder: Path) -> Path:
    """Deploy it beside the platform; its assembly."""
    resources = _resources(deployed)
    stacks = deployed.client("cloudformation")
    stacks.create_stack(
        StackName=STACK, TemplateBody=json.dumps({"Resources": resources}), Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    (stack,) = stacks.describe_stacks(StackName=STACK)["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stacks.describe_stack_events(StackName=STACK)["StackEvents"]
    return app(folder, stack=STACK, **resources) / "cdk.out"


def physical(deployed: Deployed, name: str) -> str:
    """The physical id of one of its resources."""
    found = deployed.client("cloudformation").describe_stack_resources(StackName=STACK)["StackResources"]
    return next(str(one["PhysicalResourceId"]) for one in found if one["LogicalResourceId"] == name)


def shifted(deployed: Deployed, weights: tuple[int, int]) -> None:
    """Let the production rule's weights be these, as a deployment does that shifts traffic."""
    groups = [physical(deployed, name) for name in ("Blue", "Green")]
    pairs = [{"TargetGroupArn": group, "Weight": weight} for group, weight in zip(groups, weights, strict=True)]
    deployed.client("elbv2").modify_rule(
        RuleArn=physical(deployed, "Production"),
        Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": pairs}}],
    )


def _resources(deployed: Deployed) -> dict[str, Any]:
    subnets = [one["SubnetId"] for one in deployed.client("ec2").describe_subnets()["Subnets"]][:2]
    listener = deployed.client("elbv2").describe_listeners(
        LoadBalancerArn=deployed.client("elbv2").describe_load_balancers()["LoadBalancers"][0]["LoadBalancerArn"]
    )["Listeners"][0]["ListenerArn"]
    task = {"Name": "main", "Image": "public.ecr.aws/nginx/nginx:1", "Memory": 512}
    return {
        "Cluster": _of("ECS::Cluster", ClusterName="test-app"),
        "Task": _of("ECS::TaskDefinition", Family="test-app", Cpu="256", Memory="512", ContainerDefinitions=[task]),
        **{colour: _of("ElasticLoadBalancingV2::TargetGroup", Name=f"test-{colour}".lower(), Port=80, Protocol="HTTP",
                       TargetType="ip", VpcId="vpc-1") for colour in ("Blue", "Green")},
        **{name: _rule(listener, number) for number, name in enumerate(_RULES, 101)},
        "Shift": _of(
            "IAM::Role", RoleName="test-app-shift", AssumeRolePolicyDocument=_BY_ECS,
            Policies=[{"PolicyName": "may", "PolicyDocument": _MAY_SHIFT}],
        ),
        "Service": _service(subnets),
        "Scaling": _target("service/test-app/test-app", "ecs:service:DesiredCount", LEAST, MOST),
        "Table": _of(
            "DynamoDB::Table", TableName="test-app", BillingMode="PROVISIONED",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        ),
        "Reads": _target("table/test-app", "dynamodb:table:ReadCapacityUnits", 5, 40),
    }  # fmt: skip


def _of(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{type_}", "Properties": properties}


def _rule(listener: str, priority: int) -> dict[str, Any]:
    pairs = [{"TargetGroupArn": {"Ref": colour}, "Weight": weight} for colour, weight in (("Blue", 100), ("Green", 0))]
    return _of(
        "ElasticLoadBalancingV2::ListenerRule", ListenerArn=listener, Priority=priority,
        Conditions=[{"Field": "path-pattern", "Values": ["/app/*"]}],
        Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": pairs}}],
    )  # fmt: skip


def _service(subnets: list[str]) -> dict[str, Any]:
    advanced = {
        "AlternateTargetGroupArn": {"Ref": "Green"}, "ProductionListenerRule": {"Ref": "Production"},
        "TestListenerRule": {"Ref": "Test"}, "RoleArn": {"Fn::GetAtt": ["Shift", "Arn"]},
    }  # fmt: skip
    target = {"ContainerName": "main", "ContainerPort": 80, "TargetGroupArn": {"Ref": "Blue"}}
    return _of(
        "ECS::Service", ServiceName="test-app", Cluster={"Ref": "Cluster"}, TaskDefinition={"Ref": "Task"},
        DesiredCount=LEAST, LaunchType="FARGATE", DeploymentConfiguration={"Strategy": "BLUE_GREEN"},
        LoadBalancers=[{**target, "AdvancedConfiguration": advanced}],
        NetworkConfiguration={"AwsvpcConfiguration": {"Subnets": subnets}},
    )  # fmt: skip


def _target(resource: str, dimension: str, least: int, most: int) -> dict[str, Any]:
    return _of(
        "ApplicationAutoScaling::ScalableTarget", ResourceId=resource, ScalableDimension=dimension,
        ServiceNamespace=dimension.partition(":")[0], MinCapacity=least, MaxCapacity=most,
    )  # fmt: skip
