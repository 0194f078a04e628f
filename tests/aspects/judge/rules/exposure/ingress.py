"""Rules of security groups, in the group and by themselves, and where one of them is open."""

from __future__ import annotations

import json

from tests.aspects.judge.rules.support import findings_of

RULE = "ingress-is-closed-on-dangerous-ports"
GROUP = "Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x, SecurityGroupIngress: %s}}"
MYSQL = {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306}


def inline(*rules: dict[str, object]) -> str:
    return GROUP % json.dumps(rules)


def separate(*rules: dict[str, object], group: object) -> str:
    return "\n".join(
        f"Rule{index}: "
        + json.dumps({"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": group, **rule}})
        for index, rule in enumerate(rules)
    )


def places(resources: str, sections: str = "") -> list[str]:
    return [place for _, place in findings_of(RULE, resources, sections)]
