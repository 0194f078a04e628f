"""A service whose releases are canaries, as one stack: two target groups, two rules, a hook, an alarm; no image."""

from __future__ import annotations

import json
from typing import Any

from tests.integration.support import ACCOUNT

HOOK = """
import boto3, json

def handler(event, _context):
    ssm = boto3.client("ssm")
    read = lambda name: json.loads(ssm.get_parameter(Name=name)["Parameter"]["Value"])
    write = lambda name, value: ssm.put_parameter(Name=name, Value=json.dumps(value), Type="String", Overwrite=True)
    answers = read("/test/answers")
    write("/test/asked", [*read("/test/asked"), event["lifecycleStage"]])
    write("/test/answers", answers[1:] or answers)
    if answers[0] == "raise":
        raise ValueError("the hook broke")
    return answers[0]
"""
ALARM = "test-app-errors"
SERVICE = "test-app-api"
CLUSTER = "test-app"


def _trusting(service: str, *may: dict[str, Any]) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **one} for one in may]}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [{"PolicyName": "may", "PolicyDocument": policy}],
        },
    }


def _group(name: str) -> dict[str, Any]:
    properties = {"Name": f"test-app-{name}", "Port": 80, "Protocol": "HTTP", "TargetType": "ip", "VpcId": "vpc-1"}
    return {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": properties}


def _rule(listener: str, priority: int) -> dict[str, Any]:
    weights = (("Blue", 100), ("Green", 0))
    groups = [{"TargetGroupArn": {"Ref": name}, "Weight": weight} for name, weight in weights]
    return {
        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Properties": {
            "ListenerArn": {"Ref": listener},
            "Priority": priority,
            "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}],
            "Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}],
        },
    }


def _listener(port: int) -> dict[str, Any]:
    nothing = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    properties = {"LoadBalancerArn": {"Ref": "Balancer"}, "Port": port, "Protocol": "HTTP", "DefaultActions": [nothing]}
    return {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": properties}


def _service() -> dict[str, Any]:
    rules = {"ProductionListenerRule": {"Ref": "Production"}, "TestListenerRule": {"Ref": "Trial"}}
    hook = {
        "HookTargetArn": {"Fn::GetAtt": ["Hook", "Arn"]},
        "RoleArn": {"Fn::GetAtt": ["Caller", "Arn"]},
        "LifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
    }
    advanced = {"AlternateTargetGroupArn": {"Ref": "Green"}, "RoleArn": {"Fn::GetAtt": ["Shifter", "Arn"]}, **rules}
    return {
        "Type": "AWS::ECS::Service",
        "Properties": {
            "ServiceName": SERVICE,
            "Cluster": {"Ref": "Cluster"},
            "TaskDefinition": {"Ref": "Task"},
            "DesiredCount": 2,
            "LaunchType": "FARGATE",
            "LoadBalancers": [
                {"ContainerName": "api", "ContainerPort": 80, "TargetGroupArn": {"Ref": "Blue"},
                 "AdvancedConfiguration": advanced}
            ],
            "DeploymentConfiguration": {
                "Strategy": "CANARY",
                "CanaryConfiguration": {"CanaryPercent": 10, "CanaryBakeTimeInMinutes": 5},
                "BakeTimeInMinutes": 15,
                "Alarms": {"AlarmNames": [ALARM], "Enable": True, "Rollback": True},
                "LifecycleHooks": [hook],
            },
        },
    }  # fmt: skip


def resources(image: str = "1", *, priority: int = 1) -> dict[str, dict[str, Any]]:
    """The stack with an image; `priority` is one of the production rule's properties that somebody may change."""
    parameters = f"arn:aws:ssm:*:{ACCOUNT}:parameter/test/*"
    may_shift = ("ModifyRule", "DescribeRules", "RegisterTargets", "DeregisterTargets")
    container = {"Name": "api", "Image": f"api:{image}", "PortMappings": [{"ContainerPort": 80}]}
    hook = {
        "FunctionName": "test-app-hook", "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": HOOK},
        "Role": {"Fn::GetAtt": ["Runner", "Arn"]},
    }  # fmt: skip
    alarm = {
        "AlarmName": ALARM, "Namespace": "Test", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
        "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
    }  # fmt: skip
    return {
        "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterName": CLUSTER}},
        "Task": {
            "Type": "AWS::ECS::TaskDefinition",
            "Properties": {"Family": "test-app-api", "NetworkMode": "awsvpc", "ContainerDefinitions": [container]},
        },
        "Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Name": "test-app"}},
        "Live": _listener(80),
        "Tried": _listener(8080),
        "Blue": _group("blue"),
        "Green": _group("green"),
        "Production": _rule("Live", priority),
        "Trial": _rule("Tried", 1),
        "Shifter": _trusting(
            "ecs.amazonaws.com", {"Action": [f"elasticloadbalancing:{one}" for one in may_shift], "Resource": "*"}
        ),
        "Caller": _trusting(
            "ecs.amazonaws.com", {"Action": "lambda:InvokeFunction", "Resource": {"Fn::GetAtt": ["Hook", "Arn"]}}
        ),
        "Runner": _trusting(
            "lambda.amazonaws.com", {"Action": ["ssm:GetParameter", "ssm:PutParameter"], "Resource": parameters}
        ),
        "Hook": {"Type": "AWS::Lambda::Function", "Properties": hook},
        "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm},
        "Service": _service(),
    }


def body(image: str = "1", *, priority: int = 1) -> str:
    """The template as CloudFormation takes it."""
    return json.dumps({"Resources": resources(image, priority=priority)})
