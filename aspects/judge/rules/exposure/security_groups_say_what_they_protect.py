"""Security groups say what they protect.

The description of a security group is there, and says more than that it is one: it is generic when it has nothing but
words such as `security group`, `default`, `test`, `temporary` or `Managed by Terraform`, when it is the logical id, or
the path of the construct, which CDK takes where none is given. Any other word says what is protected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aspects.judge.patch import in_words
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, Partial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Place, Resource

_GENERIC = frozenset({
    "a", "an", "and", "by", "for", "in", "is", "my", "new", "of", "the", "this", "to",
    "group", "groups", "securitygroup", "securitygroups", "security", "sg",
    "aws", "cdk", "cloudformation", "created", "default", "description", "dummy", "example", "managed", "n", "na",
    "none", "sample", "tbd", "temp", "temporary", "terraform", "test", "testing", "tests", "tmp", "todo",
})  # fmt: skip
_OF_AWS = "default vpc security group"  # of the group that every VPC has
_WORD = re.compile(r"[^\W\d_]+")

TYPES = ("AWS::EC2::SecurityGroup", "AWS::ElastiCache::SecurityGroup", "AWS::RDS::DBSecurityGroup")
SEVERITY = "warning"
SINCE = "0.1.0"
MENDED = "0.2.0"
WHY = "In an incident, the description tells whether a rule may be closed."
FIX = 'GovernedSecurityGroup(self, ..., description="MySQL of the order service")'

BAD = """
Database:
  Type: AWS::EC2::SecurityGroup
  Properties: {GroupDescription: Test security group}
"""
GOOD = """
Database:
  Type: AWS::EC2::SecurityGroup
  Properties: {GroupDescription: MySQL of the order service}
"""

_PROPERTIES = {"AWS::EC2::SecurityGroup": "GroupDescription", "AWS::RDS::DBSecurityGroup": "GroupDescription"}


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the description; one that is known in part only is one that somebody wrote."""
    for place in resource.places(_PROPERTIES.get(resource.type, "Description")):
        text = "" if place.value is ABSENT else place.value
        if not isinstance(text, str) or isinstance(text, Partial):
            continue
        if not _WORD.search(text):
            yield from _undescribed(resource, place, "It has no description.")
        elif said := _generic(resource, text.strip()):
            yield from _undescribed(resource, place, f"Its description, {text!r}, is generic: {said}.")


def _undescribed(resource: Resource, place: Place, found: str) -> Iterator[Breach]:
    described = mended(resource, Amendment(place.path, "<what it protects>", place.value))
    fix = "" if resource.type == "AWS::EC2::SecurityGroup" else in_words(described)
    yield Breach(found, place.path, fix, patches=described)


def _generic(resource: Resource, text: str) -> str:
    """Why a description says nothing; empty where it says something."""
    words = {word.lower() for word in _WORD.findall(text)}
    if words <= _GENERIC or text.lower() == _OF_AWS:
        return "it names nothing that is protected"
    if text.lower() == resource.logical_id.lower():
        return "it is the logical id"
    path = resource.construct_path
    if text in (path, path.rpartition("/")[0]) or _makes(text, resource.logical_id):
        return "it is the path of the construct"
    return ""


def _makes(text: str, logical_id: str) -> bool:
    """Whether CDK makes a logical id of a path: its parts below the stack, without what is no letter and no digit."""
    if " " in text or "/" not in text:
        return False
    joined = re.sub(r"[^A-Za-z0-9]", "", text.partition("/")[2])
    return bool(joined) and re.fullmatch(rf"{joined}[0-9A-F]{{8}}", logical_id) is not None
