"""The patches of a finding mend the template: it goes, and no other comes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.judgement import Verdict, judge
from aspects.judge.patch import applied
from aspects.judge.registry import RULES
from tests.aspects.judge.rules.support import judged, template_of
from tests.aspects.judge.rules.test_examples import DAY
from tests.aspects.judge.rules.test_patches import DONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.judgement import Finding
    from aspects.judge.patch import Patch
    from aspects.judge.rule import Rule
    from aspects.judge.template import Template

MENDED = [rule for rule in RULES if rule.subject not in (*DONE, "provenance")]
SAMPLES = {
    "env": "stg",
    "secret arn": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:/example-org/api/stg/password-AbCdEf",
    "topic arn": "arn:aws:sns:ap-northeast-2:111122223333:stg-alarms",
    "arn of a topic that the alarm does not watch": "arn:aws:sns:ap-northeast-2:111122223333:stg-delivery",
    "certificate arn": "arn:aws:acm:ap-northeast-2:111122223333:certificate/one",
    "arn of a certificate in us-east-1": "arn:aws:acm:us-east-1:111122223333:certificate/two",
    "arn of the certificate of its authority": "arn:aws:dms:ap-northeast-2:111122223333:cert:three",
    "address of the runbook": "example.org/runbooks/api.md",
    "data class as public or internal or confidential or highly-confidential": "internal",
    "environment as kebab-case": "stg",
    "kms key arn": "arn:aws:kms:ap-northeast-2:111122223333:key/4a1d",
    "domain name": "example.org",
    "path in the contract": "/stg/api/role-arn",
}
CONDITION = """
Parameters: {Plain: {Type: String, AllowedValues: ["yes", "no"]}}
Conditions: {Plainly: !Equals [!Ref Plain, "yes"]}
"""


def filled(value: Any) -> Any:
    """A value with what only its reader knows."""
    if isinstance(value, dict):
        return {key: filled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item) for item in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"<([a-z][a-z0-9 -]*)>", lambda found: SAMPLES.get(found[1], found[1].replace(" ", "-")), value)


Key = tuple[str, str, str]


def of(verdict: Verdict) -> set[Key]:
    return set(map(key, verdict.findings))


def said(verdict: Verdict) -> set[tuple[Key, str]]:
    """Each finding with its sentence, whenever it is so: of a condition, each branch may be one at the same place."""
    return {(key(one), one.breach.found.partition(" That is so when")[0]) for one in verdict.findings}


def key(one: Finding) -> Key:
    return one.rule.id, one.resource.logical_id, one.breach.at


def judged_after(template: Template, patches: Iterable[Patch]) -> Verdict:
    """What the rules say when some patches are made."""
    body = filled(applied(template.body, patches))
    resources = body.pop("Resources")
    return judged(_as_yaml(resources), _as_yaml(body), DAY)


def _as_yaml(section: dict[str, Any]) -> str:
    return "\n".join(f"{json.dumps(name)}: {json.dumps(one)}" for name, one in section.items())


def mends(rule: str, resources: str, sections: str = "") -> None:
    """Check that each finding of a rule has patches, by which it goes and no other comes; by all of them, all go."""
    template = template_of(resources, sections)
    before = judge([template], today=DAY)
    found = [one for one in before.findings if one.rule.id == rule]
    assert found
    for finding in found:
        assert finding.breach.patches, finding.breach
        after = judged_after(template, finding.breach.patches)
        assert said(after).isdisjoint(said(Verdict([finding]))), finding.fix
        assert of(after) - of(before) == set(), finding.fix
    after = judged_after(template, [patch for one in found for patch in one.breach.patches])
    assert [one.breach for one in after.findings if one.rule.id == rule] == []
    assert of(after) - of(before) == set()


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.id)
def test_the_patches_of_the_bad_example_mend_it(rule: Rule) -> None:
    mends(rule.id, rule.bad)
