from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspects.judge.template import Template
from governed_cdk.comparing.assets import Assets
from governed_cdk.comparing.values import tidy, value_differences


def tidied(value: Any, folder: Path = Path("nowhere")) -> Any:
    return tidy(Template(Path(), {}, region="ap-northeast-2"), value, Assets(folder))


def told(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    return [(one.path, one.old, one.new) for one in value_differences(tidied(old), tidied(new))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"A": 1, "B": 2}, {"B": 2, "A": 1}),
        ({"Subnets": ["a", "b"]}, {"Subnets": ["b", "a"]}),
        ({"Statement": [{"Sid": "A"}, {"Sid": "B"}]}, {"Statement": [{"Sid": "B"}, {"Sid": "A"}]}),
        ({"Size": 5, "On": True}, {"Size": "5", "On": "true"}),
        ({"Body": '{"a": [1, 2]}'}, {"Body": '{ "a":[2,1] }'}),
        ({"Arn": {"Fn::Join": ["", ["a", "b"]]}}, {"Arn": "ab"}),
        ({"Arn": {"Fn::Sub": "x-${AWS::Region}"}}, {"Arn": "x-ap-northeast-2"}),
    ],
)
def test_another_order_or_another_way_to_write_is_no_difference(old: Any, new: Any) -> None:
    assert told(old, new) == []


@pytest.mark.parametrize("name", ["Command", "EntryPoint", "CacheBehaviors", "Layers"])
def test_the_order_counts_where_it_says_something(name: str) -> None:
    assert told({name: ["a", "b"]}, {name: ["b", "a"]}) != told({name: ["a", "b"]}, {name: ["a", "b"]}) == []


def test_a_function_keeps_the_order_of_its_arguments() -> None:
    old, new = ({"Name": {"Fn::Select": [0, {"Fn::Split": ["-", names]}]}} for names in ("a-b", "b-a"))
    assert told(old, new) == [("Name", "a", "b")]


def test_items_are_told_apart_by_their_names() -> None:
    old = {"Statement": [{"Sid": "Read", "Action": "s3:Get"}, {"Sid": "Old", "Action": "s3:Old"}]}
    new = {"Statement": [{"Sid": "Read", "Action": "s3:Put"}, {"Sid": "New", "Action": "s3:New"}]}
    assert told(old, new) == [
        ("Statement[New]", None, {"Sid": "New", "Action": "s3:New"}),
        ("Statement[Old]", {"Sid": "Old", "Action": "s3:Old"}, None),
        ("Statement[Read].Action", "s3:Get", "s3:Put"),
    ]


def test_items_without_a_name_come_and_go_and_one_for_one_is_followed_inside() -> None:
    rules = [{"Port": port, "Cidr": "10.0.0.0/8"} for port in (1, 2, 3)]
    assert told({"In": rules[:1]}, {"In": rules[1:2]}) == [("In[].Port", "1", "2")]
    assert [path for path, _, _ in told({"In": rules[:1]}, {"In": rules[1:]})] == ["In[]", "In[]", "In[]"]
    assert told({"In": [1, 1]}, {"In": [1]}) == [("In[]", "1", None)]


def test_secrets_are_never_shown() -> None:
    old, new = (f"hunter{number}" for number in (22, 23))
    assert "hunter" not in str(told({"Password": old}, {"Password": new}))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b", "{", "[1]", "${X}"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Name", "Command", "Ref", "Fn::If"]), inner)
    ),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_two_values_differ_just_where_something_is_told(old: Any, new: Any) -> None:
    one, other = tidied(old), tidied(new)
    assert (one == other) == (list(value_differences(one, other)) == [])
