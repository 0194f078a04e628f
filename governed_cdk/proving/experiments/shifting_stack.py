"""The stack of the experiment with shifted traffic: a network of its own, a load balancer, a service of one task."""

from __future__ import annotations

from typing import Any

_IMAGE = "public.ecr.aws/nginx/nginx:stable-alpine"
_PORTS = {"Live": 80, "Tried": 8080}
_EVERYWHERE = "0.0.0.0/0"


def template(
    name: str, tags: list[dict[str, str]], *, release: int, parameter: str, tag: str
) -> dict[str, dict[str, Any]]:
    """The template. `release`, `parameter` and `tag` are what changes: of the tasks, of a bystander, of the rule."""
    resources = _network() | _balancer(tag) | _service(release)
    for resource in resources.values():
        if resource["Type"] in _TAGGED:
            given = resource["Properties"].get("Tags", [])
            resource["Properties"]["Tags"] = [*tags, *given]
    stated = {"Name": f"/{name}", "Type": "String", "Value": parameter}
    return {"Resources": {**resources, "Bystander": _resource("SSM::Parameter", **stated)}}


_TAGGED = {f"AWS::EC2::{one}" for one in ("VPC", "Subnet", "InternetGateway", "SecurityGroup", "RouteTable")} | {
    f"AWS::ElasticLoadBalancingV2::{one}" for one in ("LoadBalancer", "TargetGroup", "ListenerRule")
}


def _resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{kind}", "Properties": properties}


def _ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def _network() -> dict[str, dict[str, Any]]:
    """Two public subnets: the task pulls its image from the internet, and nobody is let in from there."""
    found = {
        "Vpc": _resource("EC2::VPC", CidrBlock="10.99.0.0/16"),
        "Internet": _resource("EC2::InternetGateway"),
        "Attached": _resource("EC2::VPCGatewayAttachment", VpcId=_ref("Vpc"), InternetGatewayId=_ref("Internet")),
        "Routes": _resource("EC2::RouteTable", VpcId=_ref("Vpc")),
        "Out": {
            **_resource(
                "EC2::Route", RouteTableId=_ref("Routes"), DestinationCidrBlock=_EVERYWHERE,
                GatewayId=_ref("Internet"),
            ),
            "DependsOn": "Attached",
        },
        "Inside": _resource(
            "EC2::SecurityGroup", GroupDescription="Of the VPC only", VpcId=_ref("Vpc"),
            SecurityGroupIngress=[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "10.99.0.0/16"}],
        ),
    }  # fmt: skip
    for number in range(2):
        zone = {"Fn::Select": [number, {"Fn::GetAZs": ""}]}
        found[f"Subnet{number}"] = _resource(
            "EC2::Subnet", VpcId=_ref("Vpc"), CidrBlock=f"10.99.{number}.0/24", AvailabilityZone=zone
        )
        found[f"Routed{number}"] = _resource(
            "EC2::SubnetRouteTableAssociation", SubnetId=_ref(f"Subnet{number}"), RouteTableId=_ref("Routes")
        )
    return found


def _subnets() -> list[dict[str, str]]:
    return [_ref("Subnet0"), _ref("Subnet1")]


def _balancer(tag: str) -> dict[str, dict[str, Any]]:
    found = {
        "Balancer": _resource(
            "ElasticLoadBalancingV2::LoadBalancer", Scheme="internal", Subnets=_subnets(),
            SecurityGroups=[_ref("Inside")],
        ),
        **{
            name: _resource(
                "ElasticLoadBalancingV2::TargetGroup", Port=80, Protocol="HTTP", TargetType="ip", VpcId=_ref("Vpc"),
                TargetGroupAttributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "0"}],
            )
            for name in ("Blue", "Green")
        },
    }  # fmt: skip
    nothing = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    for name, port in _PORTS.items():
        found[name] = _resource(
            "ElasticLoadBalancingV2::Listener", LoadBalancerArn=_ref("Balancer"), Port=port, Protocol="HTTP",
            DefaultActions=[nothing],
        )  # fmt: skip
    tagged = [{"Key": "experiment", "Value": tag}]
    found["Production"] = _rule("Live", Tags=tagged)
    found["Trial"] = _rule("Tried")
    return found


def _rule(listener: str, **more: Any) -> dict[str, Any]:
    groups = [{"TargetGroupArn": _ref(name), "Weight": weight} for name, weight in (("Blue", 100), ("Green", 0))]
    return _resource(
        "ElasticLoadBalancingV2::ListenerRule", ListenerArn=_ref(listener), Priority=1,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}],
        Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}], **more,
    )  # fmt: skip


def _service(release: int) -> dict[str, dict[str, Any]]:
    actions = [f"elasticloadbalancing:{one}" for one in ("Describe*", "ModifyRule", "*Targets")]
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs.amazonaws.com"}}
    may = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    container = {
        "Name": "web", "Image": _IMAGE, "PortMappings": [{"ContainerPort": 80}],
        "Environment": [{"Name": "RELEASE", "Value": str(release)}],
    }  # fmt: skip
    shifting = {
        "AlternateTargetGroupArn": _ref("Green"), "ProductionListenerRule": _ref("Production"),
        "TestListenerRule": _ref("Trial"), "RoleArn": {"Fn::GetAtt": ["Shifter", "Arn"]},
    }  # fmt: skip
    network = {"Subnets": _subnets(), "SecurityGroups": [_ref("Inside")], "AssignPublicIp": "ENABLED"}
    return {
        "Shifter": _resource(
            "IAM::Role", AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [trust]},
            Policies=[{"PolicyName": "shift", "PolicyDocument": {"Version": "2012-10-17", "Statement": [may]}}],
        ),
        "Cluster": _resource("ECS::Cluster"),
        "Task": _resource(
            "ECS::TaskDefinition", Cpu="256", Memory="512", NetworkMode="awsvpc", RequiresCompatibilities=["FARGATE"],
            ContainerDefinitions=[container],
        ),
        "Service": {
            **_resource(
                "ECS::Service", Cluster=_ref("Cluster"), TaskDefinition=_ref("Task"), DesiredCount=1,
                LaunchType="FARGATE", NetworkConfiguration={"AwsvpcConfiguration": network},
                LoadBalancers=[{
                    "ContainerName": "web", "ContainerPort": 80, "TargetGroupArn": _ref("Blue"),
                    "AdvancedConfiguration": shifting,
                }],
                DeploymentConfiguration={"Strategy": "BLUE_GREEN", "BakeTimeInMinutes": 2},
            ),
            "DependsOn": ["Out", "Routed0", "Routed1"],
        },
    }  # fmt: skip
