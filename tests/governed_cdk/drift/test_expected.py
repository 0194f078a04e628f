from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.drift.expected import MARK, Resolver, as_text, differing, matches, same_thing

RESOLVE = Resolver(
    {"AWS::Region": "ap-northeast-2", "Role": "prod-app", "Queue": "https://sqs/1/orders", "Log": "/app", "Key": "k"},
    {"Log": "AWS::Logs::LogGroup"},
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"Ref": "Role"}, "prod-app"),
        ({"Ref": "Nobody"}, MARK),
        ({"Fn::GetAtt": ["Role", "Arn"]}, f"{MARK}prod-app"),
        ({"Fn::GetAtt": "Queue.Arn"}, f"{MARK}orders"),
        ({"Fn::GetAtt": ["Log", "Arn"]}, f"{MARK}/app:*"),
        ({"Fn::GetAtt": ["Key", "KeyId"]}, MARK),
        ({"Fn::Join": ["-", ["a", {"Ref": "Role"}, {"Fn::ImportValue": "x"}]]}, f"a-prod-app-{MARK}"),
        ({"Fn::Sub": "${AWS::Region}/${Role.Arn}/${!kept}"}, f"ap-northeast-2/{MARK}prod-app/${{!kept}}"),
        ({"Fn::Sub": ["${one}", {"one": {"Ref": "Role"}}]}, "prod-app"),
        ({"Fn::If": ["Condition", 1, 2]}, MARK),
        ({"List": [{"Ref": "Role"}, 3]}, {"List": ["prod-app", 3]}),
    ],
)
def test_functions_are_worked_out_as_far_as_they_can_be_known(said: Any, value: Any) -> None:
    assert RESOLVE(said) == value


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (MARK, {"anything": 1}),
        (f"arn:{MARK}:key/{MARK}", "arn:aws:kms:r:1:key/2"),
        (["b", "a"], ["a", "b"]),
        (["a"], "a"),
        ("a", ["a"]),
        (True, "true"),
        (5, "5"),
        ({"a": 1}, '{"a": 1}'),
        ({"a": MARK}, {}),
        ({"AWS": "arn:aws:iam::111122223333:root"}, {"AWS": "111122223333"}),
        ([{"Sid": MARK}, {"Sid": "b"}], [{"Sid": "b"}, {"Sid": "c"}]),
    ],
)  # fmt: skip
def test_what_is_written_another_way_is_the_same(expected: Any, actual: Any) -> None:
    assert matches(expected, actual)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("a", "b"), (f"x{MARK}", "y"), (["a"], ["a", "b"]), (["a", "b"], ["a"]), ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": 2}), ({"a": 1}, {}), (None, "x"), (["a"], "b"), ("a.b", "axb"),
    ],
)  # fmt: skip
def test_what_differs_is_not(expected: Any, actual: Any) -> None:
    assert not matches(expected, actual)


def test_what_is_missing_of_a_list_and_what_is_more_is_told() -> None:
    assert differing(["a", f"{MARK}c", "c"], ["c", "xc", "d"]) == (["a"], ["d"])


@pytest.mark.parametrize(
    ("named", "physical", "same"),
    [
        ("prod-app", "prod-app", True),
        (["x", "prod-app"], "prod-app", True),
        (f"{MARK}prod-app", "prod-app", True),
        ("arn:aws:lambda:r:1:function:prod-app", "prod-app", True),
        ("prod-app", "arn:aws:ecs:r:1:service/c/prod-app", True),
        ("service/c/prod-app", "arn:aws:ecs:r:1:service/c/prod-app", True),
        ("/connectly/prod/app", "/aws/ecs/app", False),
        (f"{MARK}prod-app-2", "prod-app", False),
        (MARK, "prod-app", False),
        (None, "prod-app", False),
    ],
)
def test_a_property_names_a_resource_by_its_id_or_its_arn(named: Any, physical: str, *, same: bool) -> None:
    assert same_thing(named, physical) is same


def test_what_is_not_known_is_shown_as_dots() -> None:
    assert [as_text(value) for value in (None, [], False, ["a", f"b{MARK}"])] == ["none", "none", "false", "a; b..."]
