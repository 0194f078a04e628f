"""What says of something that nobody judged that a team has looked at it: in the environment file, or the template."""

from __future__ import annotations

import pytest
import yaml

from aspects.judge.judgement import judge
from aspects.judge.patch import Patch, applied
from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.yaml_file import read_yaml
from tests.aspects.judge.rules.patching import DAY, filled, mends, of
from tests.aspects.judge.rules.support import template_of
from tests.support import ROOT

RULE = "nothing-is-deployed-unjudged"
ALLOWED = {
    "allow": "Datadog::*", "owner": "platform-team", "until": "2027-06-30",
    "reason": "the vendor's monitors, reviewed by security",
}  # fmt: skip
COMMAND = "Command: {Type: AWSUtility::CloudFormation::CommandRunner}"


@pytest.mark.parametrize(
    ("resources", "sections"),
    [
        (COMMAND, ""),
        ("Command: {Type: 'A::B::C', Metadata: {governed-cdk: [], Other: 1}}", ""),
        ("Topic: {Type: AWS::SNS::Topic}", "Transform: [Tidy, Evil]"),
        ("Given: {Type: AWS::CloudFormation::CustomResource, Properties: {ServiceToken: !Ref Token}}",
         "Parameters: {Token: {Type: String}}"),
    ],
)  # fmt: skip
def test_without_an_environment_the_template_itself_says_who_has_looked_at_it(resources: str, sections: str) -> None:
    mends(RULE, resources, sections)


def test_what_the_metadata_accepts_already_stays() -> None:
    accepts = "accept: 'governed-cdk::keys-are-rotated', reason: it holds no data of anybody"
    metadata = f"{{governed-cdk: [{{{accepts}, owner: platform-team, until: '2027-01-01'}}]}}"
    (finding,) = of(RULE, f"Command: {{Type: 'A::B::C', Metadata: {metadata}}}")
    assert [patch.path[-2:] for patch in finding.breach.patches] == [("governed-cdk", 1)]


@pytest.mark.parametrize("loop", [False, True])
def test_the_entry_for_the_file_of_an_environment_allows_it(loop: bool) -> None:  # noqa: FBT001 - a parameter of the test
    text = "'Fn::ForEach::All': [Name, [a], {'Command${Name}': {Type: 'AWSUtility::CloudFormation::CommandRunner'}}]"
    template = template_of(text, "Transform: AWS::LanguageExtensions") if loop else template_of(COMMAND)
    data = {**read_yaml(ROOT / "environments/prod.yaml"), "governance": {"unjudged": [{**ALLOWED}]}}
    template.environment = Environment.parse(data, "prod.yaml").traits
    (finding,) = (one for one in judge([template], today=DAY).findings if one.rule.id == RULE)
    (patch,) = finding.breach.patches
    assert (patch.file, patch.path) == ("environments/prod.yaml", ("governance", "unjudged", 1))
    made = applied(data, [Patch(patch.path, filled(patch.value))])
    template.environment = Environment.parse(made, "prod.yaml").traits
    verdict = judge([template], today=DAY)
    assert RULE not in {one.rule.id for one in verdict.findings}
    assert [one.rule.id for one in verdict.accepted] == [RULE]
    assert yaml.safe_load(finding.fix) == {"governance": {"unjudged": [patch.value]}}
    assert finding.fix.startswith("# environments/prod.yaml\n")
