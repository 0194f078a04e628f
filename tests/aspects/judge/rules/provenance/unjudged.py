"""What is told of templates as deployed unjudged."""

from __future__ import annotations

from tests.aspects.judge.rules.support import judged

RULE = "nothing-is-deployed-unjudged"
SECTIONS = "Parameters: {Given: {Type: String}}\nConditions: {Chosen: !Equals [a, b]}"

BESIDE = """
Function: {Type: AWS::Lambda::Function, Properties: {Role: r, Code: {ZipFile: x}}}
Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Function, FunctionVersion: "1", Name: live}}
Topic: {Type: AWS::SNS::Topic}
"""


def parts(resources: str, sections: str = SECTIONS) -> list[tuple[str, str]]:
    """Logical id and name of each finding of the rule."""
    found = judged(resources + BESIDE, sections).findings
    return [(one.resource.logical_id, one.breach.part) for one in found if one.rule.id == RULE]
