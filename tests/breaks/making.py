"""How finished templates are broken: one resource, statement, parameter or file of an assembly at a time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support import Templates

    Property = Callable[[Templates], None]
    Break = Callable[[Templates], None]

PASSES = {"Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/x", "Condition": None}
PROD_VPC = "/prod/network/vpc-id"
INSTANCE, TABLE, BALANCER = "AWS::RDS::DBInstance", "AWS::DynamoDB::Table", "AWS::ElasticLoadBalancingV2::LoadBalancer"
ALARM, COMPOSITE, TOPIC, BUCKET = (
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::SNS::Topic",
    "AWS::S3::Bucket",
)
GROUP, INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"


def of(templates: Templates, type_: str, part: str = "") -> dict[str, Any]:
    """The first resource of a type, of those whose logical id contains a text."""
    return next(resource for _, key, resource in templates.all(type_) if part in key)


def given(type_: str, part: str = "", **properties: Any) -> Break:
    """Properties of a resource set."""
    return lambda templates: of(templates, type_, part)["Properties"].update(properties)


def without(type_: str, *path: str) -> Break:
    """A property of a resource taken away, or a part of one."""

    def take_away(templates: Templates) -> None:
        inner = of(templates, type_)["Properties"]
        for name in path[:-1]:
            inner = inner[name]
        del inner[path[-1]]

    return take_away


def policy(name: str, value: str | None, type_: str = "AWS::S3::Bucket") -> Break:
    """What becomes of a resource's data, said otherwise or left out."""
    return lambda templates: of(templates, type_).update({name: value}) if value else of(templates, type_).pop(name)


def another(type_: str, **properties: Any) -> Break:
    """A resource more."""
    more = {"Type": type_, "Properties": properties, "Metadata": {"aws:cdk:path": "prod-kms/More/Resource"}}
    return lambda templates: templates["kms"]["Resources"].update({"More": more})


def gone(type_: str, part: str = "") -> Break:
    """A resource less."""

    def take_away(templates: Templates) -> None:
        stack, key = next((stack, key) for stack, key, _ in templates.all(type_) if part in key)
        del templates[stack]["Resources"][key]

    return take_away


def one_name_twice(templates: Templates) -> None:
    for _, _, resource in templates.all(TOPIC):
        resource["Properties"]["TopicName"] = "prod-one"


def statement(type_: str, property_: str, change: dict[str, Any], *, where: Callable[[dict[str, Any]], bool]) -> Break:
    """The first statement of a kind in a policy of a type changed; None takes a part of it away."""

    def edit(templates: Templates) -> None:
        found = next(
            statement
            for _, _, resource in templates.all(type_)
            for statement in resource["Properties"][property_]["Statement"]
            if where(statement)
        )
        found.update(change)
        for key in [key for key, value in change.items() if value is None]:
            del found[key]

    return edit


def admits_a_service(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal")
    return statement["Effect"] == "Allow" and isinstance(principal, dict) and "Service" in principal


def file(name: str, edit: Callable[[dict[str, Any]], Any]) -> Break:
    """A file of the assembly edited."""

    def rewrite(templates: Templates) -> None:
        path = templates.folder / name
        data = json.loads(path.read_text(encoding="utf-8"))
        edit(data)
        path.unlink()
        path.write_text(json.dumps(data), encoding="utf-8")

    return rewrite


def stacks(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (body for body in manifest["artifacts"].values() if body["type"] == "aws:cloudformation:stack")


def parameter(path: str, **change: Any) -> Break:
    """The parameter of a path, published otherwise."""

    def edit(templates: Templates) -> None:
        for _, _, resource in templates.all("AWS::SSM::Parameter"):
            if resource["Properties"]["Name"] == path:
                resource["Properties"].update(change)

    return edit


def read(path: str) -> Break:
    """A parameter read that nobody spoke of."""
    given_ = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": path}
    return lambda templates: templates["rds"].setdefault("Parameters", {}).update({"More": given_})


def grants(**change: Any) -> Break:
    """A statement of an identity's policy, changed."""
    return statement("AWS::IAM::Policy", "PolicyDocument", change, where=lambda one: one["Effect"] == "Allow")
