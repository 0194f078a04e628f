from __future__ import annotations

from dataclasses import replace

from aspects.judge.acceptances import acceptance_line
from aspects.judge.registry import BY_ID
from aspects.judge.template.whole import TEMPLATE, whole
from tests.aspects.judge.rules.support import template_of


def test_a_template_as_a_resource_has_its_sections_without_the_resources() -> None:
    found = whole(template_of("Bucket: {Type: AWS::S3::Bucket}", "Outputs: {It: {Value: x}}"))
    assert found.type == TEMPLATE
    assert found.properties == {"Outputs": {"It": {"Value": "x"}}}


def test_its_place_is_the_stack_of_cdk_which_accepts_without_a_path() -> None:
    template = template_of("Bucket: {Type: AWS::S3::Bucket}")
    assert acceptance_line(whole(template), "a::b").startswith('"Metadata":')
    template = replace(template, stack_path="Prod/prod-a")
    assert whole(template).place == "Prod/prod-a"
    assert acceptance_line(whole(template), "a::b").startswith('accept(self, "a::b", reason=')


def test_a_rule_of_every_type_judges_it_only_where_it_says_so() -> None:
    looking = {rule.id for rule in BY_ID.values() if rule.looks_at(TEMPLATE)}
    assert looking == {"nothing-is-deployed-unjudged", "secrets-are-not-in-templates"}
