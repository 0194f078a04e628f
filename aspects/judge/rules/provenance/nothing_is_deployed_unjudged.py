"""Nothing is deployed unjudged.

Judged is what a template has deployed that stands in none of the templates which were read: macros that are not AWS's,
and files that AWS::Include puts in; types of third parties and modules; nested stacks, applications, StackSets and
products of Service Catalog whose template is at an address; custom resources whose function is elsewhere; macros that
are made. The body of a StackSet is judged as a nested stack is. What a function of these templates makes at run time no
template tells: its code and its rights are judged.

What a team has looked at stands in the environment file, by its name (a macro, a type, an address, a star at the end
for all that begins alike), with reason, owner and end; where a template has no environment, in its own metadata. That
entry is the patch of a finding:

    governance:
      unjudged:
        - {allow: Datadog::Monitors::Monitor, reason: ..., owner: platform-team, until: "2027-06-30"}
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aspects.judge.readings.allowing import allowing
from aspects.judge.readings.unjudged import unjudged
from aspects.judge.rule import Breach
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

WHOLE = True
SINCE = "0.2.0"
WHY = "What nobody judged may open, delete or copy whatever its deploy may."
FIX = 'governance: {unjudged: [{allow: "<name>", reason: "<why>", owner: "<team>", until: "<YYYY-MM-DD>"}]}'

BAD = """
Command:
  Type: AWSUtility::CloudFormation::CommandRunner
  Properties: {Command: "aws iam create-user --user-name somebody"}
"""
GOOD = """
Members:
  Type: AWS::CloudFormation::StackSet
  Properties:
    StackSetName: prod-members
    PermissionModel: SERVICE_MANAGED
    TemplateBody: |
      Resources:
        Alarms: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: "on"}}
"""

_ID = f"{NAME}::nothing-is-deployed-unjudged"


def check(resource: Resource) -> Iterator[Breach]:
    """Say what of a resource, or of the template as a whole, nobody judged."""
    for number, one in enumerate(unjudged(resource)):
        patch = allowing(resource, f"{_ID}[{one.name}]", one.name, number)
        fix = FIX.replace('"<name>"', json.dumps(one.name))
        yield Breach(one.found, at=one.at, part=one.name, fix=fix, patches=(patch,))
