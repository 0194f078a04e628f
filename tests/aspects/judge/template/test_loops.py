"""`Fn::ForEach`: what its collection may be, where it may stand, and what only the deploy knows of it."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.template import Partial, Unknown, describe
from tests.aspects.judge.rules.support import findings_of, template_of, unknown_of

SECTIONS = """
Transform: AWS::LanguageExtensions
Parameters:
  Listed: {Type: CommaDelimitedList, Default: 'Orders, Invoices'}
  Allowed: {Type: CommaDelimitedList, AllowedValues: [Orders, Invoices]}
  Joined: {Type: String, Default: Orders-Invoices}
  First: {Type: String, Default: Orders}
  Stage: {Type: String, Default: prod}
  Numbers: {Type: 'List<Number>', Default: '1,2'}
  Unknown: {Type: CommaDelimitedList}
Mappings:
  Names:
    prod: {all: [Orders, Invoices], one: [Orders], none: []}
    dev: {all: [Scratch]}
"""


@pytest.mark.parametrize(
    ("collection", "made"),
    [
        ("[!Ref First, Invoices]", ["Orders", "Invoices"]),
        ("!Split ['-', !Ref Joined]", ["Orders", "Invoices"]),
        ("!Split ['-', !Sub '${First}-Bills']", ["Orders", "Bills"]),
        ("!Ref Allowed", ["Orders", "Invoices"]),
        ("!Ref Numbers", ["1", "2"]),
        ("[1, 2]", ["1", "2"]),
        ("[a, a]", ["a"]),
        ("[]", []),
        ("!FindInMap [Names, !Ref Stage, all]", ["Orders", "Invoices"]),
        ("!FindInMap [Names, !Ref Stage, one]", ["Orders"]),
        ("!FindInMap [Names, prod, none]", []),
        ("!FindInMap [Names, prod, other, {DefaultValue: [Bills]}]", ["Bills"]),
        ("!FindInMap [Names, prod, one, {DefaultValue: [Bills]}]", ["Orders"]),
        ("!FindInMap [Names, !Ref AWS::Region, all]", ["Orders", "Invoices", "Scratch"]),
        ("!Ref Unknown", ["${Name}"]),
        ("!Ref Nobody", ["${Name}"]),
        ("[!Ref First, !Ref AWS::Region]", ["Orders", "${Name}"]),
    ],
)
def test_a_loop_runs_over_whatever_its_collection_may_be(collection: str, made: list[str]) -> None:
    loop = f"Fn::ForEach::Topics: [Name, {collection}, {{'T${{Name}}': {{Type: AWS::SNS::Topic}}}}]"
    assert list(template_of(loop, SECTIONS).resources) == [f"T{name}" for name in made]


def test_loops_in_loops_are_written_out_with_both_of_their_variables() -> None:
    loops = """
    Fn::ForEach::Stages:
      - Stage
      - [prod, dev]
      - Fn::ForEach::Names:
          - Name
          - !FindInMap [Names, !Ref Stage, all]
          - 'T${Stage}&{Name}': {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${Stage}-${Name}', Q: 1}}
    """
    found = {name: one.values("TopicName") for name, one in template_of(loops, SECTIONS).resources.items()}
    assert found == {
        "TprodOrders": ["prod-Orders"], "TprodInvoices": ["prod-Invoices"], "TdevScratch": ["dev-Scratch"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("!Ref Name", "a.b"),
        ("'${Name}-x'", "a.b-x"),
        ("'&{Name}-x'", "ab-x"),
        ("!Sub '${Name}-${Stage}'", "a.b-prod"),
        ("!Sub ['${Name}-${x}', {x: !Ref Name}]", "a.b-a.b"),
        ("!Join ['-', [!Ref Name, !Ref Stage]]", "a.b-prod"),
        ("!Sub '${!Name}'", "${Name}"),
        ("!If [Chosen, !Ref Name, !Ref Name]", "a.b"),
    ],
)
def test_the_variable_is_put_wherever_it_stands(name: str, value: str) -> None:
    loop = f"""
    Fn::ForEach::Topics:
      - Name
      - [a.b]
      - 'T&{{Name}}': {{Type: AWS::SNS::Topic, Properties: {{TopicName: {name}, Q: 1}}}}
    """
    assert set(template_of(loop, SECTIONS).resources["Tab"].values("TopicName")) == {value}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("!Ref Name", "loop variable Name"),
        ("'${Name}-x'", "${loop variable Name}-x"),
        ("'&{Name}-${x}'", "${loop variable Name}-${x}"),
        ("!Sub '${Name}-${Stage}'", "${loop variable Name}-prod"),
        ("!Sub ['${Name}-${x}', {x: !Ref Name}]", "${loop variable Name}-${loop variable Name}"),
        ("!Join ['-', [!Ref Name, !Ref Stage]]", "${loop variable Name}-prod"),
        ("prod-plain", "prod-plain"),
    ],
)
def test_a_variable_that_only_the_deploy_knows_is_unknown_and_no_text(name: str, words: str) -> None:
    loop = f"""
    Fn::ForEach::Topics:
      - Name
      - !Ref Unknown
      - 'T&{{Name}}': {{Type: AWS::SNS::Topic, Properties: {{TopicName: {name}, Q: 1}}, DependsOn: 'K${{Name}}'}}
        'K${{Name}}': {{Type: AWS::KMS::Key, Condition: 'Is${{Name}}', Properties: {{Description: !Ref 'T${{Name}}'}}}}
    """
    resources = template_of(loop, SECTIONS).resources
    (found,) = resources["T${Name}"].values("TopicName")
    assert describe(found) == words
    assert isinstance(found, (Unknown, Partial)) is ("loop" in words)
    assert resources["T${Name}"].body["DependsOn"] == "K${Name}"
    assert resources["K${Name}"].body["Condition"] == "Is${Name}"
    assert [str(one) for one in resources["K${Name}"].values("Description")] == ["T${Name}"]


def test_a_loop_whose_items_nobody_knows_is_opened_in_the_loops_inside_of_it() -> None:
    loops = """
    Fn::ForEach::Outer:
      - Outer
      - !Ref Unknown
      - Fn::ForEach::Inner:
          - Inner
          - [a, b]
          - 'T${Outer}${Inner}': {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${Outer}-${Inner}', Q: 1}}
    """
    found = {name: one.values("TopicName") for name, one in template_of(loops, SECTIONS).resources.items()}
    assert found == {"T${Outer}a": ["${loop variable Outer}-a"], "T${Outer}b": ["${loop variable Outer}-b"]}


def test_names_of_an_unknown_loop_are_unknown_to_the_rules_rather_than_misspelled() -> None:
    loop = """
    Fn::ForEach::Queues:
      - Name
      - !Ref Unknown
      - 'Q${Name}': {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub 'prod-${Name}'}}
    """
    rule = "physical-names-follow-the-scheme"
    assert findings_of(rule, loop, SECTIONS) == []
    assert unknown_of(rule, loop, SECTIONS) == [("Q${Name}", "QueueName")]


@pytest.mark.parametrize(
    ("section", "made"),
    [
        ("Outputs: {'Fn::ForEach::O': [N, [a, b], {'O${N}': {Value: !Ref 'T${N}'}}]}", {"Oa", "Ob"}),
        (
            "Outputs: {'Fn::ForEach::O': [N, !Split ['-', a-b], {'O${N}': {Value: x}}], C: {Value: x}}",
            {"Oa", "Ob", "C"},
        ),
        ("Conditions: {'Fn::ForEach::C': [N, [a, b], {'C${N}': !Equals [!Ref Stage, !Ref N]}]}", {"Ca", "Cb"}),
    ],
)
def test_a_loop_may_stand_among_outputs_and_conditions(section: str, made: set[str]) -> None:
    body: Any = template_of("T: {Type: AWS::SNS::Topic}", f"{SECTIONS}{section}").body
    assert set(body[section.partition(":")[0]]) == made


def test_loops_among_properties_reach_the_rules() -> None:
    bucket = """
    Bucket:
      Type: AWS::S3::Bucket
      Properties:
        PublicAccessBlockConfiguration:
          Fn::ForEach::Flags:
            - Flag
            - [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets]
            - '${Flag}': true
    """
    assert findings_of("buckets-are-not-public", bucket, SECTIONS) == []
    assert findings_of("buckets-are-not-public", bucket.replace("true", "false"), SECTIONS) != []
