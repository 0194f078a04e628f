"""Which resource names which in its properties: an alarm its topics, a task definition its roles and secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.access.entities import Target
    from aspects.judge.access.estate import Estate
    from aspects.judge.template import Resource, Template

# They name what they speak of, which is no use of it.
_NO_USE = (
    "AWS::IAM::", "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::SSM::Parameter",
    "AWS::KMS::Alias", "AWS::CloudWatch::Dashboard", "AWS::EC2::VPCEndpoint",
)  # fmt: skip
# What an alarm watches it does not use.
_USING = {
    "AWS::CloudWatch::Alarm": ("AlarmActions", "OKActions", "InsufficientDataActions"),
    "AWS::CloudWatch::CompositeAlarm": ("AlarmActions", "OKActions", "InsufficientDataActions"),
}
_ARN = re.compile(r"arn:[^\s\"',]+")
_SHORTEST = 12  # characters of a text that may hold the name of something


def users_of(estate: Estate) -> dict[str, list[Resource]]:
    """The resources that name a target, by the target's ARN."""
    names: dict[tuple[str, str], Target] = {}
    for target in estate.targets:
        for name in estate.called(target.resource):
            if len(name) >= _SHORTEST or name == target.arn:
                names.setdefault((target.account, name), target)
    for alias in estate.resources:
        if alias.type == "AWS::KMS::Alias":
            _add_alias(estate, alias, names)
    found: dict[str, list[Resource]] = {}
    for resource in estate.resources:
        if not resource.type.startswith(_NO_USE):
            for arn in _named_by(estate, resource, names):
                found.setdefault(arn, []).append(resource)
    return found


def _add_alias(estate: Estate, alias: Resource, names: dict[tuple[str, str], Target]) -> None:
    account, region = alias.template.account, alias.template.region
    for key in estate.values.texts(alias, "TargetKeyId"):
        target = names.get((account, key))
        for name in estate.values.texts(alias, "AliasName"):
            if target:
                names[account, f"arn:aws:kms:{region}:{account}:{name}"] = target
                names[account, f"{region}/{name}"] = target


def _named_by(estate: Estate, resource: Resource, names: dict[tuple[str, str], Target]) -> set[str]:
    """The ARNs of what a resource names, but itself."""
    account, region, found = resource.template.account, resource.template.region, set()
    properties = resource.properties
    if using := _USING.get(resource.type):
        properties = {name: value for name, value in properties.items() if name in using}
    for text in _texts(estate, resource.template, properties):
        for candidate in (text, f"{region}/{text}", *_beginnings(text)):
            if target := names.get((account, candidate)):
                found.add(target.arn)
    return found - {estate.values.arn(resource)}


def _beginnings(text: str) -> Iterator[str]:
    """The ARNs in a text, each without what follows it: `<secret>:key::`, `<log group>:*`, `<bucket>/prefix`."""
    for arn in _ARN.findall(text) if "arn:" in text else ():
        parts = arn.split(":")
        yield from (":".join(parts[:7]), ":".join([*parts[:7], "*"]), arn.partition("/")[0], ":".join(parts[:6]))


def _texts(estate: Estate, template: Template, value: Any) -> Iterator[str]:
    """Every text in a value, with what its functions come to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(estate, template, item)
    elif isinstance(value, dict):
        for found in template.alternatives(value):
            if isinstance(found, dict | list):
                yield from _texts(estate, template, [*found.values()] if isinstance(found, dict) else found)
            else:
                yield estate.values.text(template, found)
