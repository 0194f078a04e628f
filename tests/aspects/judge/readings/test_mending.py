from __future__ import annotations

import json
from typing import Any

import pytest

from aspects.judge.patch import GONE, applied
from aspects.judge.readings.mending import ends, mended
from aspects.judge.rewriting import ANYTHING
from tests.aspects.judge.rules.support import template_of

NO_VALUE = {"Ref": "AWS::NoValue"}


def resource(properties: Any) -> Any:
    body = {"Type": "AWS::S3::Bucket", "Properties": properties}
    return template_of(f"It: {json.dumps(body)}").resources["It"]


def either(one: Any, other: Any) -> dict[str, Any]:
    return {"Fn::If": ["Plainly", one, other]}


@pytest.mark.parametrize(
    ("before", "at", "was", "after"),
    [
        ({"A": 1}, "A", 1, {"A": 7}),
        ({"A": 1}, "B.C", ANYTHING, {"A": 1, "B": {"C": 7}}),
        ({"A": [{"B": 1}, {"B": 2}]}, "A[1].B", 2, {"A": [{"B": 1}, {"B": 7}]}),
        ({"A": {"B": 1}}, "A[0].B", 1, {"A": {"B": 7}}),
        ({"A": {"b.c": 1, "b": 2}}, "A.b.c", 1, {"A": {"b.c": 7, "b": 2}}),
        ({"A": either(1, 2)}, "A", 1, {"A": either(7, 2)}),
        ({"A": either(1, 1)}, "A", 1, {"A": either(7, 7)}),
        ({"A": either({"B": 1}, {"B": 2})}, "A.B", 2, {"A": either({"B": 1}, {"B": 7})}),
        ({"A": either({"B": 1}, NO_VALUE)}, "A.B", 1, {"A": either({"B": 7}, NO_VALUE)}),
        ({"A": either({"B": {"C": 1}}, NO_VALUE)}, "A.B.C", None, {"A": either({"B": {"C": 1}}, {"B": {"C": 7}})}),
        ({"A": {"Fn::Sub": "x"}}, "A", ANYTHING, {"A": 7}),
        ({"A": {"Ref": "Given"}}, "A.B", ANYTHING, {"A": {"Ref": "Given"}}),
        ({"A": "text"}, "A.B", ANYTHING, {"A": "text"}),
        ({"A": []}, "A[3]", ANYTHING, {"A": []}),
    ],
)
def test_only_what_was_found_is_changed(before: Any, at: str, was: Any, after: Any) -> None:
    found = resource(before)
    given = found.template.alternatives(NO_VALUE)[0] if was is None else was
    made = applied(found.template.body, mended(found, at, 7, was=given))
    assert made["Resources"]["It"]["Properties"] == after


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ({"A": 1, "B": 2}, "B", {"A": 1}),
        ({"A": 1}, "B", {"A": 1}),
        ({"A": either(1, 2)}, "A", {"A": either(NO_VALUE, NO_VALUE)}),
        ({"A": [1, either(2, NO_VALUE)]}, "A[1]", {"A": [1, either(NO_VALUE, NO_VALUE)]}),
        ({"A": [1, 2]}, "A[0]", {"A": [2]}),
    ],
)
def test_what_goes_from_a_branch_leaves_no_value_there(before: Any, at: str, after: Any) -> None:
    found = resource(before)
    made = applied(found.template.body, mended(found, at, GONE))
    assert made["Resources"]["It"]["Properties"] == after


def test_a_name_with_dots_that_is_not_there_yet_stays_one() -> None:
    (patch,) = mended(resource({"Parameters": {"a": 1}}), "Parameters.rds.force_ssl", "1", name="rds.force_ssl")
    assert patch.path[-2:] == ("Parameters", "rds.force_ssl")


def test_an_end_says_whether_anything_is_there() -> None:
    found = resource({"A": either([], NO_VALUE), "B": [0]})
    assert [end.is_absent for end in ends(found, "A")] == [True, True]
    assert [end.is_absent for end in ends(found, "B")] == [False]
    assert [end.is_absent for end in ends(found, "C")] == [True]
