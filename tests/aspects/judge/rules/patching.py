"""Patches made in the template that a finding is of, and what the rules say of it then."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from aspects.judge.judgement import Verdict, judge
from aspects.judge.patch import Patch, applied
from aspects.judge.template.template_body import as_written
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.judgement import Finding

DAY = datetime.date(2026, 11, 29)  # the examples of what ends on a day are written for it
CONDITION = """
Parameters: {Plain: {Type: String, AllowedValues: ["yes", "no"]}}
Conditions: {Plainly: !Equals [!Ref Plain, "yes"]}
"""
KEY = "arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SAMPLES = {
    "why it is right here": "the security team has read all of its code",
    "team": "platform-team",
    "last day as yyyy-mm-dd": "2027-06-30",
    "account id": "111122223333",
    "action": "s3:GetObject",
    "address of the runbook": "example.org/runbooks/api.md",
    "arn of a certificate in us-east-1": "arn:aws:acm:us-east-1:111122223333:certificate/two",
    "arn of a topic that the alarm does not watch": "arn:aws:sns:ap-northeast-2:111122223333:stg-delivery",
    "arn of a topic whose key admits the service": "arn:aws:sns:ap-northeast-2:111122223333:prod-orders",
    "arn of the certificate of its authority": "arn:aws:dms:ap-northeast-2:111122223333:cert:three",
    "arn of what is encrypted": "arn:aws:logs:ap-northeast-2:111122223333:log-group:/orders/prod/api",
    "arn of what the service acts for": "arn:aws:s3:::connectly-prod-data",
    "bucket for logs": "connectly-prod-logs",
    "certificate arn": "arn:aws:acm:ap-northeast-2:111122223333:certificate/one",
    "data class as public or internal or confidential or highly-confidential": "internal",
    "domain name": "example.org",
    "env": "prod",
    "environment as kebab-case": "stg",
    "iam action": "iam:GetRole",
    "identity provider arn": "arn:aws:iam::111122223333:saml-provider/prod",
    "key alias": "alias/prod-orders",
    "key arn": KEY,
    "name of the secret": "/connectly/orders/prod/hook",
    "path in the contract": "/stg/api/role-arn",
    "prefix list id": "pl-0a1b2c3d4e5f60718",
    "principal arn": "arn:aws:iam::111122223333:root",
    "private subnet id": "subnet-0a1b2c3d4e5f60718",
    "resource arn": "arn:aws:s3:::connectly-prod-data/*",
    "secret arn": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/example-org/api/stg/password-AbCdEf",
    "security group id": "sg-0a1b2c3d4e5f60718",
    "service principal": "ecs-tasks.amazonaws.com",
    "topic arn": "arn:aws:sns:ap-northeast-2:111122223333:stg-alarms",
    "vpc endpoint id": "vpce-0a1b2c3d4e5f60718",
    "vpc id": "vpc-0a1b2c3d4e5f60718",
    "what it protects": "MySQL of the order service",
    "what names your own tenant": "repo:example-org/orders:ref:refs/heads/main",
    "your ipv6 network": "fd12:3456:789a::/48",
    "your network": "10.0.32.0/19",
}
"""What the reader of a fix would fill in, by the name of its placeholder; what is not here, its name will do for."""


def of(rule: str, resources: str, sections: str = "") -> list[Finding]:
    """The findings of one rule on some resources."""
    return [found for found in _judged(body_of(resources, sections)).findings if found.rule.id == rule]


def mended(patches: Iterable[Patch], resources: str, sections: str = "") -> dict[str, Any]:
    """The template with some patches in it, each placeholder filled in."""
    return applied(body_of(resources, sections), [Patch(one.path, filled(one.value)) for one in patches])


def mends(rule: str, resources: str, sections: str = "") -> None:
    """Check that each finding of a rule has patches, by which it goes and no other comes; by all of them, all go."""
    before = _judged(body_of(resources, sections))
    found = [one for one in before.findings if one.rule.id == rule]
    assert found
    for some in (*([one] for one in found), found):
        assert all(one.breach.patches for one in some), some
        patches = [patch for one in some for patch in one.breach.patches]
        after = _judged(mended(patches, resources, sections))
        assert _said(after).isdisjoint(_said(Verdict(some))), [one.fix for one in some]
        come = _counted(after) - (_counted(before) - _counted(Verdict(some)))
        assert not come, [one.breach.found for one in after.findings if _of(one) in come]
    assert [one.breach for one in after.findings if one.rule.id == rule] == []


def body_of(resources: str, sections: str = "") -> dict[str, Any]:
    """The body of a template of some resources, as it is written."""
    return dict(as_written(template_of(resources, sections).body))


def filled(value: Any) -> Any:
    """A value with what only its reader knows."""
    if isinstance(value, dict):
        return {key: filled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item) for item in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"<([a-z][a-z0-9 -]*)>", lambda found: SAMPLES.get(found[1], found[1].replace(" ", "-")), value)


def _said(verdict: Verdict) -> set[tuple[str, str, str, str]]:
    """Each finding with its sentence, whenever it is so: of a condition, each branch may be one at the same place."""
    whole = ((*_of(one), one.breach.at, one.breach.found.partition(" That is so when")[0]) for one in verdict.findings)
    return set(whole)


def _counted(verdict: Verdict) -> Counter[tuple[str, str]]:
    """How many findings there are of each rule on each resource: another place is none, of what a list now holds."""
    return Counter(map(_of, verdict.findings))


def _of(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, finding.resource.logical_id


def _judged(body: Mapping[str, Any]) -> Verdict:
    sections = {name: section for name, section in body.items() if name != "Resources"}
    verdict = judge([template_of(_as_yaml(body["Resources"]), _as_yaml(sections))], today=DAY)
    assert not verdict.faults
    return verdict


def _as_yaml(section: Mapping[str, Any]) -> str:
    return "\n".join(f"{json.dumps(name)}: {json.dumps(one)}" for name, one in section.items())
