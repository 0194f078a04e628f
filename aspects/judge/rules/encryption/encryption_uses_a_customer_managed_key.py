"""Encryption uses a customer-managed key.

Every property of every CloudFormation type that takes a KMS key is judged where the thing that it encrypts is there:
always (a topic, a bucket, a volume), or described by the template (a replica, an export, Performance Insights); each
item of a list by itself. Absent keys, keys that AWS manages or owns, other resources in the place of a key, and keys
that a switch beside them keeps without effect are findings. What is known at the deploy only is reported as unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import types_with
from aspects.judge.catalogue.services import filling, services
from aspects.judge.readings.key_uses import KeyUse, key_uses
from aspects.judge.readings.known_keys import Standing, standing, stated_classes
from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from constructs_lib.kernel.output import Output

TYPES = types_with("keys")
SINCE = "0.1.0"
WHY = "Only a key of our own can be limited, audited and taken away."
FIX = "add the key's output to `reads` of the stack; the key is then filled in"

BAD = """
Topic:
  Type: AWS::SNS::Topic
  Properties:
    KmsMasterKeyId: alias/aws/sns
Database:
  Type: AWS::RDS::DBInstance
  Properties:
    StorageEncrypted: true
    EnablePerformanceInsights: true
"""
GOOD = """
Topic:
  Type: AWS::SNS::Topic
  Properties:
    KmsMasterKeyId: !Ref Key
Database:
  Type: AWS::RDS::DBInstance
  Properties:
    StorageEncrypted: true
    KmsKeyId: !GetAtt Key.Arn
    EnablePerformanceInsights: true
    PerformanceInsightsKMSKeyId: '{{resolve:ssm:/prod/kms/rds-key-arn}}'
Key:
  Type: AWS::KMS::Key
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge each place of the resource that takes a key."""
    for use in key_uses(resource):
        what, said = standing(use.value)
        name = use.fact.path[-1]
        if what is Standing.UNKNOWN:
            yield Breach(f"{name} is {said}.", at=use.at, unknown=True)
        elif what is Standing.NOT_OURS:
            if use.unsure and said == "absent":
                yield Breach(f"{name} is absent; {use.unsure} decides whether it is needed.", at=use.at, unknown=True)
            else:
                beside = [one for one in use.off if not one.endswith(" is absent")]
                sentence = ", ".join([f"{name} is {said}", *beside])
                output = _output(resource, use)
                usual_key = f"contract.{output.constant} is the key for it" if output else "no shared key serves it"
                yield Breach(f"{sentence}; {usual_key}.", at=use.at, fix=_fix(resource, use))
        elif use.off:
            yield Breach(f"{name} is without effect: {', '.join(use.off)}.", at=use.at, fix=_fix(resource, use))
        elif use.open:
            yield Breach(f"{name} may be without effect: {', '.join(use.open)}.", at=use.at, unknown=True)


def _output(resource: Resource, use: KeyUse) -> Output[Any] | None:
    """The output of the usual key here, for the highest class that the tag may state; None where it would not work."""
    purpose = filling(resource.type, use.fact.path, next(reversed(stated_classes(resource)), None))
    return purpose.output if purpose else None


def _fix(resource: Resource, use: KeyUse) -> str:
    """The lines of the property for any template, and the output of the contract that they take the key from."""
    output = _output(resource, use)
    lines = [f"{use.at}: " + (f"'{{{{resolve:ssm:{output.path('<env>')}}}}}'" if output else "<that key>")]
    parent = use.at.rpartition(".")[0]
    for condition in use.fact.switch:
        value = condition.values[0]
        if None not in condition.values or isinstance(value, str):
            place = ".".join(part for part in ("" if condition.root else parent, *condition.path) if part)
            lines.append(f"{place}: {str(value).lower() if isinstance(value, bool) else value}")
    if output is None:
        admitted = " and ".join(services(resource.type, use.fact.path))
        return f"a key of your own that admits {admitted}: {'; '.join(lines)}"
    return f"reads = (contract.{output.constant}, ...), or in the template: {'; '.join(lines)}"
