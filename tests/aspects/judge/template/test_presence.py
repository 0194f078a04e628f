"""Which worlds a template leaves: those in which nothing that is there needs what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from aspects.judge.template.decisions import Worlds
from aspects.judge.template.knowledge import Knowledge
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from pathlib import Path


SECTIONS = """
Parameters: {Stage: {Type: String}, Logs: {Type: String}, Other: {Type: String}}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  HasLogs: !Equals [!Ref Logs, "yes"]
  Third: !Equals [!Ref Other, x]
  Never: !Equals [a, b]
"""
BUCKET = "Bucket: {Type: AWS::S3::Bucket, Condition: Prod}"


def topic(body: str) -> str:
    """The bucket that is there in production, and a topic."""
    return f"{BUCKET}\nTopic: {{Type: AWS::SNS::Topic, {body}}}"


def standing(resources: str, name: str = "Topic", sections: str = SECTIONS) -> tuple[Any, Worlds, Worlds, Worlds]:
    """What is known of a template; where a resource of it stands, and two of its conditions."""
    known, template = Knowledge(), template_of(resources, sections)
    prod, logs = known.condition(template, "Prod"), known.condition(template, "HasLogs")
    return known.universe, known.stands(template.resources[name]), prod, logs


def test_a_reference_demands_what_it_refers_to_wherever_it_is_made() -> None:
    universe, there, prod, logs = standing(topic("Condition: HasLogs, Properties: {TopicName: !Ref Bucket}"))
    assert there is universe.both(prod, logs)
    universe, there, prod, logs = standing(topic("Properties: {TopicName: !If [HasLogs, !Ref Bucket, none]}"))
    assert there is universe.either(prod, universe.but(logs))


def test_a_reference_binds_the_other_resources_of_the_template_too() -> None:
    resources = topic("Condition: HasLogs, Properties: {TopicName: !Ref Bucket}") + "\nQueue: {Type: AWS::SQS::Queue}"
    universe, there, prod, logs = standing(resources, "Queue")
    assert there is universe.either(prod, universe.but(logs))


def test_what_is_not_created_takes_with_it_what_depends_on_it_and_no_more() -> None:
    resources = topic("DependsOn: [Bucket, Nothing, 3]") + "\nQueue: {Type: AWS::SQS::Queue, DependsOn: Topic}"
    for name in ("Topic", "Queue"):
        _, there, prod, _ = standing(resources, name)
        assert there is prod
    universe, there, *_ = standing(f"{resources}\nOther: {{Type: AWS::SQS::Queue, DependsOn: Other}}", "Other")
    assert there is universe.all


@pytest.mark.parametrize(
    ("output", "bound"),
    [
        ("{Value: !GetAtt Bucket.Arn}", True),
        ("{Value: a, Export: {Name: !Sub '${Bucket}-name'}}", True),
        ("{Condition: Prod, Value: !GetAtt Bucket.Arn}", False),
        ("{Value: !If [Prod, !GetAtt Bucket.Arn, none]}", False),
        ("{Condition: Never, Value: !GetAtt Bucket.Arn}", False),
    ],
)
def test_an_output_refers_where_its_own_condition_holds(output: str, bound: bool) -> None:  # noqa: FBT001 - a table
    universe, there, prod, _ = standing(topic("Properties: {}"), sections=f"{SECTIONS}Outputs: {{Arn: {output}}}")
    assert there is (prod if bound else universe.all)


def test_a_template_that_is_refused_in_every_world_is_judged_as_it_stands() -> None:
    resources = topic("Properties: {A: !Ref Bucket}").replace("Condition: Prod", "Condition: Never")
    universe, there, *_ = standing(resources)
    assert there is universe.all


def test_a_nested_stack_is_there_where_all_that_is_passed_to_it_is(tmp_path: Path) -> None:
    nested = (
        "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Name: !Ref Bucket}}}"
    )
    (tmp_path / "parent.yaml").write_text(f"{SECTIONS}Resources:\n  {BUCKET}\n  Child: {nested}\n")
    public = "PubliclyAccessible: !If [Prod, false, true]"
    orders = f"Orders: {{Type: AWS::RDS::DBInstance, Properties: {{Engine: mysql, {public}}}}}"
    sections = "Parameters: {Name: {Type: String}, Stage: {Type: String, Default: dev}}\n"
    (tmp_path / "child.yaml").write_text(
        f"{sections}Conditions: {{Prod: !Equals [!Ref Stage, prod]}}\nResources:\n  {orders}\n"
    )
    verdict = judge(load([tmp_path]))
    assert [one.resource.logical_id for one in verdict.findings if one.rule.id == "databases-are-not-public"] == [
        "Orders"
    ]
    (tmp_path / "parent.yaml").write_text(
        (tmp_path / "parent.yaml").read_text().replace("{Name: ", "{Stage: !Ref Stage, Name: ")
    )
    assert not [one for one in judge(load([tmp_path])).findings if one.rule.id == "databases-are-not-public"]


def test_many_conditions_that_references_bind_take_bounded_work() -> None:
    count = 200
    parameters = ", ".join(f"P{at}: {{Type: String}}" for at in range(2 * count))
    conditions = ", ".join(f"C{at}: !Equals [!Ref P{at}, x]" for at in range(2 * count))
    pairs = (
        f"B{at}: {{Type: AWS::S3::Bucket, Condition: C{at}}}\n"
        f"T{at}: {{Type: AWS::SNS::Topic, Condition: C{at + count}, Properties: {{TopicName: !Ref B{at}}}}}"
        for at in range(count)
    )
    template = template_of("\n".join(pairs), f"Parameters: {{{parameters}}}\nConditions: {{{conditions}}}")
    known = Knowledge()
    universe, both = known.universe, known.universe.both
    there = known.stands(template.resources["T0"])
    assert both(there, universe.but(known.condition(template, "C0"))) is universe.none
    assert size(there) < 500


def size(worlds: Worlds) -> int:
    """How many sets a set of worlds is made of."""
    found, left = set[Worlds](), [worlds]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += [*one.edges.values(), *([one.other] if one.other is not one else [])]
    return len(found)
