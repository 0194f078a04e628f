"""Resources by conditions, and what is found of them in which world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.judgement import Finding

INGRESS = "ingress-is-closed-on-dangerous-ports"
KEYS = "encryption-uses-a-customer-managed-key"
RETAINED = "stateful-resources-are-retained"

SECTIONS = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, stg, prod]}
  Tier: {Type: String, Default: web}
  KeyArn: {Type: String, Default: ""}
  Ids: {Type: CommaDelimitedList, Default: ""}
  Logs: {Type: String, AllowedValues: ["yes", "no"]}
  Open: {Type: String}
Conditions:
  InSeoul: !Equals [!Ref AWS::Region, ap-northeast-2]
  Prod: !Equals [!Ref Stage, prod]
  Dev: !Equals [dev, !Ref Stage]
  NotProd: !Not [!Condition Prod]
  HasLogs: !Equals [!Ref Logs, "yes"]
  Both: !And [!Condition Prod, !Condition HasLogs]
  Either: !Or [!Condition Prod, !Condition HasLogs]
  HasKey: !Not [!Equals [!Ref KeyArn, ""]]
  HasIds: !Not [!Equals [!Join ["", !Ref Ids], ""]]
  Web: !Equals [!Ref Tier, web]
  Never: !Equals [a, b]
  Always: !Equals [a, a]
Mappings:
  Ports: {dev: {admin: 22, site: 443}, stg: {admin: 22, site: 443}, prod: {admin: 8443, site: 443}}
"""


def told(rule: str, found: Iterable[Finding]) -> list[str]:
    """Each finding of a rule as `Resource`, or `Resource when ...`."""
    of_rule = [one for one in found if one.rule.id == rule]
    sentences = [(one.resource.logical_id, one.breach.found.rpartition(" That is so ")[2]) for one in of_rule]
    return [f"{name} {said.removesuffix('.')}" if said.startswith("when ") else name for name, said in sentences]


def findings(rule: str, resources: str, sections: str = SECTIONS) -> list[str]:
    """What a rule finds on some resources."""
    verdict = judge([template_of(resources, sections)])
    assert not verdict.faults
    return told(rule, verdict.findings)


def group(port: str, cidr: str, condition: str = "") -> str:
    """A security group with one rule."""
    return f"""
Group:
  Type: AWS::EC2::SecurityGroup
  {f"Condition: {condition}" if condition else ""}
  Properties:
    GroupDescription: front of the shop
    SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: {port}, ToPort: {port}, CidrIp: {cidr}}}]
"""
