"""Which resource names which in its properties: an alarm its topics, a task definition its roles and secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.calls import calls_of

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
# What an alarm watches it does not use: only what it calls.
_WATCHING = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
_ARN = re.compile(r"arn:[^\s\"',]+")
_IMAGE = re.compile(r"\.dkr\.ecr\.[^/]{1,80}\.amazonaws\.com[^/]{0,20}/([^:@\s]+)")  # bounded: a long text has many
_SHORTEST = 12  # characters of a text that may hold the name of something


class TargetNames:
    """What the resources of an app are called: in properties, in longer texts, by an alias."""

    def __init__(self, estate: Estate) -> None:
        self._known: dict[tuple[str, str], Target] = {}
        for target in estate.targets:
            for name in estate.called(target.resource):
                if len(name) >= _SHORTEST or name == target.arn or target.kind == "AWS::ECR::Repository":
                    self._known.setdefault((target.account, name), target)
        for alias in estate.resources:
            if alias.type == "AWS::KMS::Alias":
                self._add_alias(estate, alias)

    def _add_alias(self, estate: Estate, alias: Resource) -> None:
        account, region = alias.template.account, alias.template.region
        for key in estate.values.texts(alias, "TargetKeyId"):
            target = self._known.get((account, key))
            for name in estate.values.texts(alias, "AliasName"):
                if target:
                    self._known[account, f"arn:aws:kms:{region}:{account}:{name}"] = target
                    self._known[account, f"{region}/{name}"] = target

    def named_in(self, text: str, template: Template) -> Iterator[Target]:
        """The resources that a text of a template names, as a whole or in it."""
        for candidate in (text, f"{template.region}/{text}", *_beginnings(text)):
            if target := self._known.get((template.account, candidate)):
                yield target


def users_of(estate: Estate, names: TargetNames) -> dict[str, list[Resource]]:
    """The resources that name a target, by the target's ARN."""
    found: dict[str, list[Resource]] = {}
    for resource in estate.resources:
        if not resource.type.startswith(_NO_USE):
            for arn in _named_by(estate, resource, names):
                found.setdefault(arn, []).append(resource)
    return found


def _named_by(estate: Estate, resource: Resource, names: TargetNames) -> set[str]:
    """The ARNs of what a resource names, but itself."""
    properties, found = resource.properties, set()
    if resource.type in _WATCHING:
        calling = {row.at[0] for row in calls_of(resource.type)}
        properties = {name: value for name, value in properties.items() if name in calling}
    for text in _texts(estate, resource.template, properties):
        found |= {target.arn for target in names.named_in(text, resource.template)}
    return found - {estate.values.arn(resource)}


def _beginnings(text: str) -> Iterator[str]:
    """The ARNs in a text, each without what follows it, and the repository of an image.

    So are named `<secret>:key::`, `<log group>:*`, `<bucket>/prefix`.
    """
    for arn in _ARN.findall(text) if "arn:" in text else ():
        parts = arn.split(":")
        yield from (":".join(parts[:7]), ":".join([*parts[:7], "*"]), arn.partition("/")[0], ":".join(parts[:6]))
    yield from _IMAGE.findall(text)


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
