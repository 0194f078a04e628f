"""Where a change of what was judged stands in the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aspects.judge.patch import GONE
from aspects.judge.readings.mending import Amendment, aligned, mended
from aspects.judge.readings.rewrite_target import NEXT, NO_VALUE, Edit
from aspects.judge.template import ABSENT
from tests.aspects.judge.rules.support import template_of

CONDITIONS = """
Conditions: {Wide: !Equals [!Ref AWS::Region, a]}
Parameters: {Open: {Type: String, Default: 0.0.0.0/0}}
Mappings: {Rules: {All: {Open: [a, b]}}}
"""


def made(properties: str, *changes: Amendment) -> list[tuple[list[Any], Any]]:
    """The patches below the properties of one resource, each as its path and its value."""
    resource = template_of(f"It: {{Type: AWS::EC2::VPC, Properties: {properties}}}", CONDITIONS).resources["It"]
    patches = mended(resource, *changes)
    assert all(patch.path[:3] == ("Resources", "It", "Properties") for patch in patches)
    return [(list(patch.path[3:]), patch.value) for patch in patches]


@pytest.mark.parametrize(
    ("properties", "change", "path", "value"),
    [
        ("{A: false}", Amendment("A", value=True), ["A"], True),
        ("{}", Amendment("A.B", 1), ["A"], {"B": 1}),
        ("null", Amendment("A.B", 1), ["A"], {"B": 1}),
        ("{A: {C: 1}}", Amendment("A.B", 1), ["A", "B"], 1),
        ("{A: [{B: 0}]}", Amendment("A[0].B", 1), ["A", 0, "B"], 1),
        ("{A: {B: 0}}", Amendment(("A", 0, "B"), 1), ["A", "B"], 1),
        ("{A: [1]}", Amendment(("A", NEXT), 2), ["A", 1], 2),
        ("{A: 1}", Amendment("A", GONE), ["A"], GONE),
        ("{A: [1, 2]}", Amendment("A[0]", GONE), ["A", 0], GONE),
        ("{A: !Ref Open}", Amendment("A", "x", "0.0.0.0/0"), ["A"], "x"),
        ("{A: {statement: {action: x}}}", Amendment("A.Statement.Action", "y"), ["A", "statement", "action"], "y"),
    ],
)
def test_a_change_stands_at_the_deepest_plain_place(properties: str, change: Amendment, path: Any, value: Any) -> None:
    assert made(properties, change) == [(path, value)]


@pytest.mark.parametrize(
    ("given", "change", "path", "value"),
    [
        ("!If [Wide, [{B: 0}], [{B: 1}]]", Amendment("A[0].B", 2, 0), (1, 0, "B"), 2),
        ("!If [Wide, [{B: 0}], [{B: 1}]]", Amendment("A[0].B", 1, 0), (1, 0, "B"), 1),
        ("!If [Wide, false, !Ref AWS::NoValue]", Amendment("A", True, False), (1,), True),
        ("!If [Wide, false, !Ref AWS::NoValue]", Amendment("A", True, ABSENT), (2,), True),
        ("!If [Wide, {B: 1}, !Ref AWS::NoValue]", Amendment("A.B", 1, ABSENT), (2,), {"B": 1}),
        ("!If [Wide, {B: 1}, {}]", Amendment("A.B", 2, ABSENT), (2, "B"), 2),
        ("!If [Wide, x, y]", Amendment("A", GONE, "x"), (1,), NO_VALUE),
        ("!If [Wide, !If [Wide, x, z], y]", Amendment("A", "w", "z"), (1, "Fn::If", 2), "w"),
    ],
)
def test_a_branch_that_is_meant_is_changed_by_itself(given: str, change: Amendment, path: Any, value: Any) -> None:
    assert made(f"{{A: {given}}}", change) == [(["A", "Fn::If", *path], value)]


def test_every_branch_that_says_what_was_found_is_changed() -> None:
    change = Amendment("A[1]", GONE)
    found = made("{A: [1, !If [Wide, !If [Wide, 2, 2], !Ref AWS::NoValue]]}", change._replace(given=2))
    assert found == [(["A", 1, "Fn::If", 1, "Fn::If", at], NO_VALUE) for at in (1, 2)]
    assert made("{A: [1, 2]}", change) == [(["A", 1], GONE)]


@pytest.mark.parametrize(
    ("given", "change", "becomes"),
    [
        ("!FindInMap [Rules, All, Open]", Amendment("A[1]", "c"), ["a", "c"]),
        ("!Split [',', 'a,b']", Amendment("A[0]", GONE), ["b"]),
        ("'[{\"B\": true}]'", Amendment("A[0].B", value=False), json.dumps([{"B": False}])),
        ("!Sub '[{\"B\": 1, \"C\": \"${Open}\"}]'", Amendment("A[0].B", {"Ref": "AWS::AccountId"}),
         {"Fn::Sub": json.dumps([{"B": "${AWS::AccountId}", "C": "${Open}"}])}),
    ],
)  # fmt: skip
def test_inside_another_function_or_a_text_the_property_is_replaced_whole(
    given: str, change: Amendment, becomes: Any
) -> None:
    assert made(f"{{A: {given}}}", change) == [(["A"], becomes)]


def test_inside_a_function_that_only_writes_json_there_is_a_place() -> None:
    assert made("{A: {'Fn::ToJsonString': {B: 1}}}", Amendment("A.B", 2)) == [(["A", "Fn::ToJsonString", "B"], 2)]


def test_a_key_with_dots_is_found_by_its_place_and_stays_one_where_it_is_new() -> None:
    assert made("{A: {b.c: 1, b: 2}}", Amendment("A.b.c", 7, 1)) == [(["A", "b.c"], 7)]
    assert made("{A: {b: 2}}", Amendment(("A", "b.c"), 7)) == [(["A", "b.c"], 7)]
    assert made('{A: {B: 0}, "A.B": 1}', Amendment("A.B", 2)) == [(["A.B"], 2)]  # rather than one inside of the other


def test_a_change_may_depend_on_what_is_written() -> None:
    def longer(written: Any) -> list[Edit]:
        return [Edit((), ["x"])] if written is ABSENT or written == NO_VALUE else [Edit((len(written),), "x")]

    assert made("{A: !If [Wide, [a, b], !Ref AWS::NoValue]}", Amendment("A", longer)) == [
        (["A", "Fn::If", 1, 2], "x"),
        (["A", "Fn::If", 2], ["x"]),
    ]
    assert made("{B: {}}", Amendment("B.A", longer)) == [(["B", "A"], ["x"])]


@pytest.mark.parametrize(
    ("properties", "change"),
    [
        ("{A: !Ref Given}", Amendment("A.B", 7)),
        ("{A: []}", Amendment("A[3]", 7)),
        ("{A: !GetAtt Other.List}", Amendment("A[0]", 1)),
        ("{A: !Sub '[{\"B\": ${Open}}]'}", Amendment("A[0].B", 1)),
        ("{A: text}", Amendment("A.B", 1)),
        ("{A: [1]}", Amendment("A[3]", 1)),
        ("{A: {'Fn::ForEach::Loop': [X, [a], {'${X}': 1}]}}", Amendment("A.a", 1)),
        ("{A: !If [Wide, x, y]}", Amendment("A", 1, "z")),
        ("{A: '{\"B\": 1}'}", Amendment("A.C", {"Ref": "Other"})),
    ],
)
def test_where_no_change_would_be_right_there_is_none(properties: str, change: Amendment) -> None:
    assert made(properties, change, Amendment("Other", 1)) == []


def test_what_is_as_it_should_be_takes_no_patch() -> None:
    assert made("{A: true, B: 1}", Amendment("A", value=True), Amendment("B", 2, ABSENT), Amendment("C", GONE)) == []


def test_changes_of_one_branch_are_as_many_patches_as_places() -> None:
    changes = Amendment("A.B", 1, 0), Amendment("A.C", 2, ABSENT)
    assert made("{A: !If [Wide, {B: 0}, {D: 3}]}", *changes) == [
        (["A", "Fn::If", 1, "B"], 1),
        (["A", "Fn::If", 1, "C"], 2),
        (["A", "Fn::If", 2, "C"], 2),
    ]


def test_what_a_change_makes_a_later_one_goes_into() -> None:
    assert made("{}", Amendment("A.B", 1), Amendment("A.C", 2)) == [(["A"], {"B": 1, "C": 2})]


@pytest.mark.parametrize(
    ("at", "pattern", "found"),
    [
        ("A.C", "A.*.C", ("A", 0, "C")),
        ("A[2].C", "A.*.C", ("A", 2, "C")),
        ("A.key.C", "A.*.C", ("A", "key", "C")),
        ("A[1][2].C", "A.*.C", ("A", 1, 2, "C")),
        ("A", "A.B", ("A", "B")),
        ("A[1]", "A.*", ("A", 1)),
    ],
)
def test_a_place_above_a_list_that_is_absent_means_its_first_item(at: str, pattern: str, found: Any) -> None:
    assert aligned(at, pattern.split(".")) == found


GLOBALS = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Layers: [a], Tracing: Active, Environment: {Variables: {A: 1}}}}
"""


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        (Amendment("Layers[1]", "c"), ("Layers", 0), "c"),
        (Amendment("Layers[0]", "c"), None, None),
        (Amendment("Tracing", GONE), None, None),
        (Amendment("Tracing", "PassThrough"), ("Tracing",), "PassThrough"),
        (Amendment("Environment.Variables.A", 2), ("Environment",), {"Variables": {"A": 2}}),
    ],
)
def test_below_a_serverless_type_what_the_globals_bring_is_added_to_and_not_taken_away(
    change: Amendment, path: Any, value: Any
) -> None:
    resource = template_of("It: {Type: AWS::Serverless::Function, Properties: {Layers: [b]}}", GLOBALS).resources["It"]
    assert [(one.path[3:], one.value) for one in mended(resource, change)] == ([(path, value)] if path else [])


def test_what_a_loop_makes_takes_no_patch_and_what_stands_beside_it_does() -> None:
    loop = "'Fn::ForEach::Vpcs': [Name, [a, b], {'Vpc${Name}': {Type: AWS::EC2::VPC, Properties: {A: 1}}}]"
    made_by_it = template_of(f"{loop}\nIt: {{Type: AWS::EC2::VPC}}", "Transform: AWS::LanguageExtensions")
    assert mended(made_by_it.resources["Vpca"], Amendment("A", 2)) == ()
    assert [one.value for one in mended(made_by_it.resources["It"], Amendment("A", 2))] == [2]


def test_properties_that_a_function_gives_as_a_whole_are_mended_as_a_whole_by_several_changes() -> None:
    given = "{'Fn::Base64': {A: 1, C: 1}}"
    assert made(given, Amendment("A", 2), Amendment("B", 3)) == [([], {"A": 2, "C": 1, "B": 3})]
