"""One value of a template, given by an expression."""

from __future__ import annotations

from typing import Any

from tests.aspects.judge.rules.support import template_of

SECTIONS = """
Parameters:
  Open: {Type: String}
  OpenList: {Type: CommaDelimitedList}
  OpenIds: {Type: "List<AWS::EC2::Subnet::Id>"}
  Listed: {Type: CommaDelimitedList, Default: "a, b"}
  Numbers: {Type: "List<Number>", Default: "80,443"}
  Stage: {Type: String, Default: dev}
  Stages: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  FromStore: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /prod/names}
Conditions:
  Chosen: !Equals [!Ref Open, x]
Mappings:
  Sizes:
    dev: {small: 1, large: 2, list: [x, y]}
    prod: {small: 3, large: 4, list: [z]}
    ap-northeast-2: {small: 5}
  Accounts:
    111122223333: {name: ours}
  Included:
    dev: {small: 1, "Fn::Transform": {Name: AWS::Include, Parameters: {Location: s3://shared/sizes.yaml}}}
"""


def value_of(expression: str, sections: str = SECTIONS, **surroundings: str) -> list[Any]:
    """What a property given by an expression may be; `surroundings` are fields of the template, such as its region."""
    return values_of(expression, sections=sections, **surroundings)[0]


def values_of(*expressions: str, sections: str = SECTIONS, **surroundings: str) -> list[list[Any]]:
    """What each of some properties of one resource may be."""
    properties = "".join(f"    P{index}: {one}\n" for index, one in enumerate(expressions))
    topics = "".join(f"{name}: {{Type: AWS::SNS::Topic}}\n" for name in ("Topic", "Other"))
    template = template_of(f"It:\n  Type: AWS::SNS::Topic\n  Properties:\n    Q: 1\n{properties}{topics}", sections)
    for name, value in surroundings.items():
        setattr(template, name, value)
    return [template.resources["It"].values(f"P{index}") for index in range(len(expressions))]
