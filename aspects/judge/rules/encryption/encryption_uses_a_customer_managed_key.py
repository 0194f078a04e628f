"""Encryption uses a customer-managed key.

Every property of every CloudFormation type that takes a KMS key is judged where the thing that it encrypts is there:
always (a topic, a bucket, a volume), or described by the template (a replica, an export, Performance Insights); each
item of a list by itself. Absent keys, keys that AWS manages or owns, other resources in the place of a key, and keys
that a switch beside them keeps without effect are findings. What is known at the deploy only is reported as unknown.

A bucket that server access logs of other buckets, or logs of application and classic load balancers, are delivered to
needs none: they reach no bucket with another default encryption than Amazon S3's own keys.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import types_with
from aspects.judge.catalogue.purposes import fitting
from aspects.judge.catalogue.services import admits, filling, services
from aspects.judge.readings.key_demands import demanded_with
from aspects.judge.readings.key_fixes import key_of, with_key, with_switches, without_key
from aspects.judge.readings.key_uses import KeyUse, key_uses
from aspects.judge.readings.known_keys import Standing, standing, stated_classes
from aspects.judge.readings.log_targets import BUCKET, logs_to_itself, takes_no_key
from aspects.judge.readings.mending import Amendment, fixed
from aspects.judge.readings.publishers import admits_writers
from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from constructs_lib.kernel.keys import KeyPurpose
    from constructs_lib.kernel.output import Output

TYPES = types_with("keys")
SINCE = "0.1.0"
MENDED = "0.2.0"
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
        if what is not Standing.OURS and _is_log_target(resource, use):
            yield from fixed(resource, _of_log_target(use, said), functools.partial(_without_key, use))
        else:
            yield from fixed(resource, _judged(resource, use, what, said), functools.partial(_with_key, resource, use))


def _judged(resource: Resource, use: KeyUse, what: Standing, said: str) -> Iterator[Breach]:
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


def _is_log_target(resource: Resource, use: KeyUse) -> bool:
    return resource.type == BUCKET and use.fact.path[0] == "BucketEncryption" and takes_no_key(resource)


def _of_log_target(use: KeyUse, said: str) -> Iterator[Breach]:
    """SSE-KMS with a key that AWS manages protects no more than SSE-S3 does, and stops the logs."""
    if not use.off and not use.open:
        place = use.at.rpartition(".")[0]
        yield Breach(
            f"{use.fact.path[-1]} is {said}, and logs are delivered to it, which SSE-KMS stops.",
            at=use.at,
            fix=f"{place}.SSEAlgorithm: AES256, without a key",
        )


def _output(resource: Resource, use: KeyUse) -> Output[Any] | None:
    purpose = _purpose(resource, use)
    return purpose.output if purpose else None


def _purpose(resource: Resource, use: KeyUse) -> KeyPurpose | None:
    """The usual key here, for the highest class that the tag may state; None where it would not work."""
    return filling(resource.type, use.fact.path, next(reversed(stated_classes(resource)), None))


def _fix(resource: Resource, use: KeyUse) -> str:
    """The lines of the property for any template, and the output of the contract that they take the key from."""
    output, lines = _output(resource, use), _lines(resource, use)
    if output is None:
        admitted = " and ".join(services(resource.type, use.fact.path))
        fix = f"{_lower(resource, use)}a key of your own that admits {admitted}: {lines}"
    else:
        fix = f"reads = (contract.{output.constant}, ...), or in the template: {lines}"
    if resource.type == BUCKET and use.fact.path[0] == "BucketEncryption" and logs_to_itself(resource):
        return (
            f"LoggingConfiguration.DestinationBucketName: <a bucket for logs>, since a key here stops them; then {fix}"
        )
    return fix


def _lower(resource: Resource, use: KeyUse) -> str:
    """A shared key that would serve data of a lower class: what only refers to data may say that it holds no more."""
    usual = next(iter(fitting(resource.type, use.fact.path)), None)
    if usual is None or not admits(usual, resource.type, use.fact.path):
        return ""
    class_ = usual.spec.data_class
    return f"the tag DataClass: {class_}, where it holds no more than that, and contract.{usual.output.constant}; or "


def _without_key(use: KeyUse, _: Breach) -> Iterator[Amendment]:
    return without_key(use)


def _with_key(resource: Resource, use: KeyUse, _: Breach) -> Iterator[Amendment]:
    if standing(use.value)[0] is Standing.OURS:
        yield from with_switches(use)
        return
    purpose = _purpose(resource, use)
    fits = purpose is not None and admits_writers(purpose, resource)
    yield from with_key(use, key_of(purpose.output if purpose and fits else None, use.fact))
    if resource.type == BUCKET and use.fact.path[0] == "BucketEncryption" and logs_to_itself(resource):
        yield Amendment("LoggingConfiguration.DestinationBucketName", "<bucket for logs>")


def _lines(resource: Resource, use: KeyUse) -> str:
    """The key, the switches beside it, and what the service demands with it."""
    output = _output(resource, use)
    lines = [f"{use.at}: " + (f"'{{{{resolve:ssm:{output.path('<env>')}}}}}'" if output else "<that key>")]
    parent = use.at.rpartition(".")[0]
    for condition in use.fact.switch:
        value = condition.values[0]
        if None not in condition.values or isinstance(value, str):
            place = ".".join(part for part in ("" if condition.root else parent, *condition.path) if part)
            lines.append(f"{place}: {str(value).lower() if isinstance(value, bool) else value}")
    for demanded in demanded_with(use.fact):
        around = use.at.partition(f".{demanded.above}.")[0]
        lines.append(f"{around}.{'.'.join(demanded.path)}: {demanded.value}")
    return "; ".join(lines)
