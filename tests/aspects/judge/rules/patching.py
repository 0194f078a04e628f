"""Patches made in the file that a finding is of, and what the rules say of it then."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.judgement import judge
from aspects.judge.patch import Patch, applied
from aspects.judge.template.files import Files
from tests.aspects.judge.rules.support import DAY, as_yaml, template_in

if TYPE_CHECKING:
    from aspects.judge.judgement import Finding

KEY = "arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SAMPLES = {
    "a version with standard support": "8.0.mysql_aurora.3.10.0",
    "account id": "111122223333",
    "action": "s3:GetObject",
    "address of the runbook": "example.org/runbooks/api.md",
    "another kind": "another-kind",
    "another purpose": "api",
    "arn of a certificate in us-east-1": "arn:aws:acm:us-east-1:111122223333:certificate/two",
    "arn of a topic that the alarm does not watch": "arn:aws:sns:ap-northeast-2:111122223333:prod-delivery",
    "arn of a topic whose key admits the service": "arn:aws:sns:ap-northeast-2:111122223333:prod-orders",
    "arn of the certificate of its authority": "arn:aws:dms:ap-northeast-2:111122223333:cert:three",
    "arn of what is encrypted": "arn:aws:logs:ap-northeast-2:111122223333:log-group:/orders/prod/api",
    "arn of what the service acts for": "arn:aws:s3:::connectly-prod-data",
    "bucket for logs": "connectly-prod-logs",
    "certificate arn": "arn:aws:acm:ap-northeast-2:111122223333:certificate/one",
    "cost center as kebab-case": "commerce",
    "data class as public or internal or confidential or highly-confidential": "internal",
    "domain name": "example.org",
    "env": "prod",
    "environment as kebab-case": "prod",
    "iam action": "iam:GetRole",
    "identity provider arn": "arn:aws:iam::111122223333:saml-provider/prod",
    "key alias": "alias/prod-orders",
    "key arn": KEY,
    "kind": "kind",
    "kms key arn": KEY,
    "name of the secret": "/connectly/orders/prod/hook",
    "name": "role-arn",
    "org": "example-org",
    "organization as kebab-case": "example-org",
    "owner as an e-mail address or kebab-case": "checkout",
    "path in the contract": "/prod/api/role-arn",
    "prefix list id": "pl-0a1b2c3d4e5f60718",
    "principal arn": "arn:aws:iam::111122223333:root",
    "private subnet id": "subnet-0a1b2c3d4e5f60718",
    "project as kebab-case": "shop",
    "resource arn": "arn:aws:s3:::connectly-prod-data/*",
    "secret arn": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/example-org/api/prod/password-AbCdEf",
    "security group id": "sg-0a1b2c3d4e5f60718",
    "service as kebab-case": "orders",
    "service principal": "ecs-tasks.amazonaws.com",
    "service": "orders",
    "team as kebab-case": "checkout",
    "the text without the secret": "nothing that opens anything",
    "topic arn": "arn:aws:sns:ap-northeast-2:111122223333:prod-alarms",
    "user name": "orders",
    "vpc endpoint id": "vpce-0a1b2c3d4e5f60718",
    "vpc id": "vpc-0a1b2c3d4e5f60718",
    "what has happened": "orders-wait",
    "what it protects": "MySQL of the order service",
    "what names your own tenant": "repo:example-org/orders:ref:refs/heads/main",
    "your ipv6 network": "fd12:3456:789a::/48",
    "your network": "10.0.32.0/19",
}
"""What the reader of a fix would fill in, by the name of its placeholder."""
CONDITION = """
Parameters: {Plain: {Type: String, AllowedValues: ["yes", "no"]}}
Conditions: {Plainly: !Equals [!Ref Plain, "yes"]}
"""
"""Sections with a condition, `Plainly`."""


def of(rule: str, resources: str, sections: str = "") -> list[Finding]:
    """The findings of one rule on some resources, as they stand in a file."""
    return [found for found in _judged(_body(resources, sections)) if found.rule.id == rule]


def mended(finding: Finding, resources: str, sections: str = "") -> dict[str, Any]:
    """The file with the patches of a finding in it, each placeholder filled in."""
    return _patched([finding], resources, sections)


def mends(finding: Finding, resources: str, sections: str = "") -> bool:
    """Whether a finding goes by its patches. Fails where another one comes."""
    before = _judged(_body(resources, sections))
    after = _judged(mended(finding, resources, sections))
    _none_comes(before, after)
    said = [[one.breach.found for one in some if _of(one) == _of(finding)] for some in (before, after)]
    return len(said[1]) < len(said[0]) and said[1].count(finding.breach.found) < said[0].count(finding.breach.found)


def unmended(rule: str, resources: str, sections: str = "") -> list[str]:
    """Which findings of a rule have no patches, or stay in spite of them. Fails where none is, or another one comes."""
    found = of(rule, resources, sections)
    assert found
    return [one.breach.found for one in found if not one.breach.patches or not mends(one, resources, sections)]


def unmended_together(rule: str, resources: str, sections: str = "") -> list[str]:
    """The same, and what stays of a rule when the patches of all its findings are made."""
    after = _judged(_patched(of(rule, resources, sections), resources, sections))
    _none_comes(_judged(_body(resources, sections)), after)
    return unmended(rule, resources, sections) + [one.breach.found for one in after if one.rule.id == rule]


def filled(value: Any) -> Any:
    """A value with what only its reader knows."""
    if isinstance(value, str):
        for name in Patch((), value).placeholders:
            assert name in SAMPLES, f"<{name}>: say in SAMPLES what a reader would fill in"
            value = value.replace(f"<{name}>", SAMPLES[name])
        return value
    if isinstance(value, dict):
        return {key: filled(one) for key, one in value.items()}
    return [filled(one) for one in value] if isinstance(value, list) else value


def _none_comes(before: list[Finding], after: list[Finding]) -> None:
    come = Counter(map(_of, after)) - Counter(map(_of, before))
    assert not come, [one.breach.found for one in after if _of(one) in come]


def _of(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, finding.resource.logical_id


def _patched(findings: list[Finding], resources: str, sections: str) -> dict[str, Any]:
    patches = [Patch(one.path, filled(one.value)) for finding in findings for one in finding.breach.patches]
    return applied(_body(resources, sections), patches)


def _body(resources: str, sections: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.yaml"
        path.write_text(as_yaml(resources, sections), encoding="utf-8")
        found: dict[str, Any] = Files(Path(folder)).parsed(path)
    return found


def _judged(body: dict[str, Any]) -> list[Finding]:
    verdict = judge([template_in(json.dumps(body))], today=DAY)
    assert not verdict.faults
    return verdict.findings
