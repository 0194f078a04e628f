"""Patches made in the file that a finding is of, and what the rules say of it then."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

from aspects.judge.judgement import judge
from aspects.judge.patch import Patch, applied
from aspects.judge.template import load
from aspects.judge.template.files import Files

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from aspects.judge.judgement import Finding

KEY = "arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SAMPLES = {
    "account id": "111122223333",
    "action": "s3:GetObject",
    "arn of a topic whose key admits the service": "arn:aws:sns:ap-northeast-2:111122223333:prod-orders",
    "arn of what is encrypted": "arn:aws:logs:ap-northeast-2:111122223333:log-group:/orders/prod/api",
    "arn of what the service acts for": "arn:aws:s3:::connectly-prod-data",
    "bucket for logs": "connectly-prod-logs",
    "env": "prod",
    "iam action": "iam:GetRole",
    "identity provider arn": "arn:aws:iam::111122223333:saml-provider/prod",
    "key alias": "alias/prod-orders",
    "key arn": KEY,
    "name of the secret": "/connectly/orders/prod/hook",
    "prefix list id": "pl-0a1b2c3d4e5f60718",
    "principal arn": "arn:aws:iam::111122223333:root",
    "private subnet id": "subnet-0a1b2c3d4e5f60718",
    "resource arn": "arn:aws:s3:::connectly-prod-data/*",
    "security group id": "sg-0a1b2c3d4e5f60718",
    "service principal": "ecs-tasks.amazonaws.com",
    "vpc endpoint id": "vpce-0a1b2c3d4e5f60718",
    "vpc id": "vpc-0a1b2c3d4e5f60718",
    "what it protects": "MySQL of the order service",
    "what names your own tenant": "repo:example-org/orders:ref:refs/heads/main",
    "your ipv6 network": "fd12:3456:789a::/48",
    "your network": "10.0.32.0/19",
}
"""What the reader of a fix would fill in, by the name of its placeholder."""


def of(rule: str, resources: str, sections: str = "", today: datetime.date | None = None) -> list[Finding]:
    """The findings of one rule on some resources, as they stand in a file."""
    return [found for found in _judged(_body(resources, sections), today) if found.rule.id == rule]


def mended(finding: Finding, resources: str, sections: str = "") -> dict[str, Any]:
    """The file with the patches of a finding in it, each placeholder filled in."""
    return applied(_body(resources, sections), [Patch(one.path, _filled(one.value)) for one in finding.breach.patches])


def mends(finding: Finding, resources: str, sections: str = "", today: datetime.date | None = None) -> bool:
    """Whether a finding goes by its patches. Fails where another one comes."""
    before = list(_judged(_body(resources, sections), today))
    after = list(_judged(mended(finding, resources, sections), today))
    come = Counter(map(_of, after)) - Counter(map(_of, before))
    assert not come, [one.breach.found for one in after if _of(one) in come]
    said = [[one.breach.found for one in some if _of(one) == _of(finding)] for some in (before, after)]
    return len(said[1]) < len(said[0]) and said[1].count(finding.breach.found) < said[0].count(finding.breach.found)


def unmended(rule: str, resources: str, sections: str = "", today: datetime.date | None = None) -> list[str]:
    """Which findings of a rule have no patches, or stay in spite of them. Fails where none is, or another one comes."""
    found = of(rule, resources, sections, today)
    assert found
    return [one.breach.found for one in found if not one.breach.patches or not mends(one, resources, sections, today)]


def _of(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, finding.resource.logical_id


def _body(resources: str, sections: str) -> dict[str, Any]:
    text = f"{dedent(sections)}\nResources:\n{indent(dedent(resources), '  ')}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.yaml"
        path.write_text(text, encoding="utf-8")
        found: dict[str, Any] = Files(Path(folder)).parsed(path)
    return found


def _judged(body: Mapping[str, Any], today: datetime.date | None) -> Iterable[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stack.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        verdict = judge(load([path]), today=today)
    assert not verdict.faults
    return verdict.findings


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        for name in Patch((), value).placeholders:
            value = value.replace(f"<{name}>", SAMPLES[name])
        return value
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items()}
    return [_filled(one) for one in value] if isinstance(value, list) else value
