"""Security groups say what they protect.

The description of a security group is there, and is more than a generic one (`Managed by Terraform`, `security group`,
`default`, `temp`, `test`) of less than 50 characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, Partial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

_GENERIC = re.compile(r"\b(managed by terraform|security group|default|temp|temporary|test)\b", re.IGNORECASE)
_LONG_ENOUGH = 50  # characters, after which a generic word is part of a sentence

TYPES = ("AWS::EC2::SecurityGroup", "AWS::ElastiCache::SecurityGroup", "AWS::RDS::DBSecurityGroup")
SEVERITY = "warning"
SINCE = "0.1.0"
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
        if not text.strip():
            yield Breach("It has no description.", place.path)
        elif len(text) < _LONG_ENOUGH and (match := _GENERIC.search(text)):
            yield Breach(f"Its description, {text!r}, is generic: {match[1]}.", place.path)
