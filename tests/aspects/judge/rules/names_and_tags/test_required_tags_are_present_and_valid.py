from __future__ import annotations

import re

import pytest

from aspects.judge.readings.tag_mending import tag_placeholder
from tests.aspects.judge.rules.support import findings_of, judged, unknown_of

RULE = "required-tags-are-present-and-valid"

# Eight of the nine, as the items of a list.
EIGHT = """
      - {Key: Organization, Value: example-org}
      - {Key: Environment, Value: prod}
      - {Key: Service, Value: orders}
      - {Key: Team, Value: checkout}
      - {Key: CostCenter, Value: commerce}
      - {Key: Project, Value: shop}
      - {Key: DataClass, Value: internal}
      - {Key: ManagedBy, Value: cdk}"""


def topic(owner: str) -> str:
    return f"""
Topic:
  Type: AWS::SNS::Topic
  Properties:
    Tags:{EIGHT}
      - {owner}
"""


def messages(resources: str, sections: str = "") -> list[str]:
    return [found.breach.found for found in judged(resources, sections).findings if found.rule.id == RULE]


@pytest.mark.parametrize("owner", ["checkout@set-of.com", "checkout-team"])
def test_an_owner_is_an_address_or_a_team(owner: str) -> None:
    assert findings_of(RULE, topic(f"{{Key: Owner, Value: {owner}}}")) == []


@pytest.mark.parametrize("owner", ["Checkout Team", "''", "1234", "true!"])
def test_a_wrong_value_is_a_finding_where_it_stands(owner: str) -> None:
    assert findings_of(RULE, topic(f"{{Key: Owner, Value: {owner}}}")) == [("Topic", "Tags[8].Value")] or findings_of(
        RULE, topic(f"{{Key: Owner, Value: {owner}}}")
    ) == [("Topic", "Tags[7]")]


def test_the_case_of_a_key_counts() -> None:
    assert messages(topic("{Key: owner, Value: checkout}")) == ["Tag Owner is missing."]


CONDITION = "Conditions:\n  Prod: !Equals [!Ref AWS::StackName, prod]"


def test_a_tag_of_one_branch_only_is_missing() -> None:
    owner = "!If [Prod, {Key: Owner, Value: checkout}, !Ref AWS::NoValue]"
    assert messages(topic(owner), CONDITION) == ["Tag Owner is missing. That is so when Prod is false."]


def test_both_branches_of_a_value_are_judged() -> None:
    owner = "{Key: Owner, Value: !If [Prod, checkout, Check Out]}"
    (found,) = messages(topic(owner), CONDITION)
    assert found.startswith("Tag Owner is Check Out; allowed: an e-mail address or kebab-case.")
    assert found.endswith("when Prod is false.")


def test_both_branches_of_all_tags_are_judged() -> None:
    resources = """
Topic:
  Type: AWS::SNS::Topic
  Properties:
    Tags: !If [Prod, [{Key: Owner, Value: checkout}], !Ref AWS::NoValue]
"""
    assert len(messages(resources, CONDITION)) == 2


def test_a_parameter_is_judged_by_its_default_and_is_unknown_without_one() -> None:
    owner = topic("{Key: Owner, Value: !Ref Owner}")
    assert messages(owner, "Parameters:\n  Owner: {Type: String, Default: Check Out}") != []
    assert findings_of(RULE, owner, "Parameters:\n  Owner: {Type: String}") == []
    assert len(unknown_of(RULE, owner, "Parameters:\n  Owner: {Type: String}")) == 1


def test_what_is_known_of_a_value_must_be_able_to_turn_out_right() -> None:
    stack = "Parameters:\n  Team: {Type: String}"
    assert findings_of(RULE, topic("{Key: Owner, Value: !Sub '${Team}@set-of.com'}"), stack) == []
    assert len(unknown_of(RULE, topic("{Key: Owner, Value: !Sub '${Team}@set-of.com'}"), stack)) == 1
    assert len(findings_of(RULE, topic("{Key: Owner, Value: !Sub 'The ${Team}'}"), stack)) == 1


def test_tags_that_a_macro_makes_are_unknown_rather_than_missing() -> None:
    resources = """
Topic:
  Type: AWS::SNS::Topic
  Properties:
    Tags:
      Fn::Transform: {Name: Tags}
"""
    assert findings_of(RULE, resources) == []
    assert unknown_of(RULE, resources) == [("Topic", "Tags")]


def test_each_replica_of_a_global_table_is_judged_by_itself() -> None:
    resources = f"""
Table:
  Type: AWS::DynamoDB::GlobalTable
  Properties:
    Replicas:
      - Region: ap-northeast-2
        Tags:{EIGHT.replace("      -", "          -")}
          - {{Key: Owner, Value: checkout}}
      - Region: ap-northeast-1
"""
    assert findings_of(RULE, resources) == [("Table", "Replicas[1].Tags")]


def test_tags_of_what_a_launch_template_launches_are_not_its_own() -> None:
    resources = f"""
Template:
  Type: AWS::EC2::LaunchTemplate
  Properties:
    LaunchTemplateData: {{}}
    TagSpecifications:
      - ResourceType: instance
        Tags:{EIGHT.replace("      -", "          -")}
          - {{Key: Owner, Value: checkout}}
"""
    assert findings_of(RULE, resources) == [("Template", "TagSpecifications")]
    assert findings_of(RULE, resources.replace("ResourceType: instance", "ResourceType: launch-template")) == []


@pytest.mark.parametrize(
    "tags", ["[]", "{}", "text", "7", "[text, 7, null]", "[{Key: 7}]", "[[]]", "{Key: [], Value: {}}"]
)
@pytest.mark.parametrize("type_", ["AWS::SNS::Topic", "AWS::SSM::Parameter", "AWS::EC2::LaunchTemplate"])
def test_tags_of_a_wrong_shape_crash_nothing(type_: str, tags: str) -> None:
    for property_ in ("Tags", "TagSpecifications"):
        verdict = judged(f"It:\n  Type: {type_}\n  Properties: {{{property_}: {tags}}}")
        assert verdict.faults == []
        assert {found.rule.id for found in (*verdict.findings, *verdict.unknown)} >= {RULE}


def fixes(resources: str) -> list[str]:
    return [found.fix for found in judged(resources).findings if found.rule.id == RULE]


OF_CDK = "  Metadata: {'aws:cdk:path': prod-orders/Topic/Resource}\n"


@pytest.mark.parametrize("tag", ["Environment", "Team", "Owner", "CostCenter", "ManagedBy"])
def test_the_fix_of_a_wrong_value_is_of_that_tag(tag: str) -> None:
    right = topic("{Key: Owner, Value: checkout}")
    wrong = re.sub(rf"(Key: {tag}, Value: )[\w-]+", r"\1'!'", right)
    (in_cdk,) = fixes(f"{wrong.rstrip()}\n{OF_CDK}")
    assert in_cdk.startswith(f'Tags.of(construct).add("{tag}", ')
    (elsewhere,) = fixes(wrong)
    value = "cdk" if tag == "ManagedBy" else tag_placeholder(tag)
    assert re.fullmatch(rf"# Resources\.Topic\.Properties\.Tags\[\d\]\nValue: {re.escape(value)}", elsewhere)


def test_the_fix_of_a_wrong_data_class_is_a_right_one_on_the_stack() -> None:
    wrong = topic("{Key: Owner, Value: checkout}").replace("Value: internal", "Value: secret")
    (in_cdk,) = fixes(f"{wrong.rstrip()}\n{OF_CDK}")
    assert in_cdk.startswith("data_class = DataClass.CONFIDENTIAL on the stack, or Tags.of(")
    (elsewhere,) = fixes(wrong)
    assert elsewhere.endswith("\nValue: <data class as public or internal or confidential or highly-confidential>")
