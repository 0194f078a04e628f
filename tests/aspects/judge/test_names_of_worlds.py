"""A finding names its world by the choices that matter, and by no other."""

from __future__ import annotations

import pytest

from tests.aspects.judge.conditions import INGRESS, RETAINED, SECTIONS, findings, group


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("!If [Prod, 0.0.0.0/0, 10.0.0.0/8]", ["Group when Prod is true"]),
        ("!FindInMap [Cidrs, !Ref Stage, cidr]", ["Group when Stage is not prod"]),
        ("!FindInMap [Cidrs, !Ref Logs, cidr]", ["Group when Logs is no"]),
        ("!If [Dev, 0.0.0.0/0, !If [Prod, 0.0.0.0/0, 10.0.0.0/8]]", ["Group when Dev is true, or when Prod is true"]),
    ],
)
def test_a_world_is_named_by_the_choices_that_matter(value: str, expected: list[str]) -> None:
    tables = "Cidrs: {dev: {cidr: 0.0.0.0/0}, stg: {cidr: 0.0.0.0/0}, prod: {cidr: 10.0.0.0/8}, "
    tables += '"yes": {cidr: 10.0.0.0/8}, "no": {cidr: 0.0.0.0/0}}'
    assert findings(INGRESS, group("22", value), f"{SECTIONS}  {tables}") == expected


def test_a_parameter_is_not_named_where_every_value_gives_the_same() -> None:
    assert findings(INGRESS, group("22", "!If [Prod, 0.0.0.0/0, 0.0.0.0/0]")) == ["Group"]
    tagged = "Bucket: {Type: AWS::S3::Bucket, Properties: {Tags: [{Key: Environment, Value: !Ref Stage}]}}"
    assert findings("buckets-are-not-public", tagged) == ["Bucket"]


def test_what_one_environment_may_do_without_is_found_in_the_others() -> None:
    tagged = "Bucket: {Type: AWS::S3::Bucket, Properties: {Tags: [{Key: Environment, Value: !Ref Stage}]}}"
    assert set(findings(RETAINED, tagged)) == {"Bucket when Stage is not dev"}


def test_a_property_without_a_condition_pays_nothing_and_names_nothing() -> None:
    assert findings(INGRESS, group("22", "0.0.0.0/0"), "") == ["Group"]
