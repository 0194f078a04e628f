"""Resources and templates that nobody would write, drawn by chance."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

from aspects.judge.catalogue import TypeFacts, facts, known_types
from aspects.judge.registry import RULES
from tests.aspects.judge.rules.support import template_of

EXAMPLES = [
    resource
    for rule in RULES
    for text in (rule.bad, rule.good)
    for resource in template_of(text).body["Resources"].values()
]

TYPES = st.sampled_from([*known_types(), "AWS::CloudFormation::Stack", "Custom::Thing", "x"])
NAMES = st.sampled_from(["A", "B", "C", "Plain", "Open", "Listed", "FromSsm", "Lost", "AWS::NoValue", "AWS::Region"])

FUNCTIONS = [
    "Ref", "Fn::GetAtt", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::FindInMap", "Fn::ImportValue",
    "Fn::Base64", "Fn::ToJsonString", "Fn::GetAZs", "Fn::Cidr", "Fn::Transform", "Fn::GetStackOutput", "Fn::Length",
]  # fmt: skip

ANYBODY = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})

WORDS = [
    "", "*", "{", "0", "-1", "22", "true", "False", "public", "Allow", "AES256", "aws:kms", "alias/aws/s3",
    "prod-a--b-",
    "0.0.0.0/0", "::/0", "10.0.0.0/8", "0.0.0.0/0/0", "arn:aws:kms:ap-northeast-2:111122223333:key/x", "arn:aws:",
    "${A}", "${A.Arn}/${!B}", "{{resolve:ssm:/prod/kms/s3-data-key-arn:1}}", "{{resolve:secretsmanager:a:b:c}}",
    "{{resolve:ssm:}}", '{"Statement": 1}', ANYBODY,
]  # fmt: skip

LEAVES = st.one_of(
    st.sampled_from(WORDS),
    st.none(),
    st.booleans(),
    st.integers(-1, 70_000),
    st.floats(),
    st.text(max_size=8),
    NAMES.map(lambda name: {"Ref": name}),
    NAMES.map(lambda name: {"Fn::GetAtt": [name, "Arn"]}),
)


def _grown(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(["Key", "Value", "Effect", "Principal", "Statement", "AWS", "Condition", "x"])
    return st.one_of(
        st.lists(values, max_size=3),
        st.dictionaries(keys, values, max_size=3),
        st.tuples(values, values).map(lambda both: {"Fn::If": ["Condition", *both]}),
        st.lists(values, max_size=3).map(lambda parts: {"Fn::Join": ["", parts]}),
        values.map(lambda value: {"Fn::Sub": ["a${x}${A}", {"x": value}]}),
        st.tuples(values, values).map(lambda keys: {"Fn::FindInMap": ["Map", *keys]}),
        st.tuples(st.sampled_from(FUNCTIONS), values).map(lambda pair: {pair[0]: pair[1]}),
    )


VALUES: st.SearchStrategy[Any] = st.recursive(LEAVES, _grown, max_leaves=8)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A resource of a rule's example, some of its values replaced by others."""
    resource: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    for _ in range(draw(st.integers(0, 3))):
        holder, key = draw(st.sampled_from(list(_slots(resource))))
        holder[key] = draw(VALUES)
    return resource


def _slots(value: Any) -> list[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [slot for key in keys for slot in ((value, key), *_slots(value[key]))]


@st.composite
def made(draw: st.DrawFn) -> dict[str, Any]:
    """A resource of any type with any values where its tags, keys and name go."""
    type_ = draw(TYPES)
    paths = _paths(facts(type_))
    properties: dict[str, Any] = {}
    for path in draw(st.lists(st.sampled_from(paths), unique=True)) if paths else ():
        _put(properties, path, draw(VALUES))
    attributes = st.sampled_from(["DeletionPolicy", "UpdateReplacePolicy", "Metadata", "DependsOn", "Condition"])
    return {"Type": type_, "Properties": properties, **draw(st.dictionaries(attributes, VALUES, max_size=2))}


def _paths(known: TypeFacts) -> list[tuple[str, ...]]:
    found = [fact.path for fact in (*known.keys, known.tags, known.name) if fact]
    for key in known.keys:
        found += [key.path[:-1] + one.path for one in key.switch]
        found += [one.path if one.root else key.path[: key.anchor] + one.path for one in (*key.when, *key.unless)]
    return [path for path in found if path]


def _put(holder: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value at a path, beside what is there; a `*` becomes a list of one."""
    head, *rest = path
    if not rest:
        holder[head] = value
    elif rest == ["*"]:
        holder[head] = [value]
    else:
        below: dict[str, Any] = {}
        _put(below, tuple(rest[rest[0] == "*" :]), value)
        old = holder.get(head)
        if rest[0] == "*":
            holder[head] = [*old, below] if isinstance(old, list) else [below]
        else:
            holder[head] = {**old, **below} if isinstance(old, dict) else below


@st.composite
def templates(draw: st.DrawFn) -> dict[str, Any]:
    """A template with parameters, mappings and conditions of every kind."""
    return {
        "Parameters": {
            "Plain": {"Type": "String", "Default": draw(VALUES)},
            "Open": {"Type": "String"},
            "Listed": {"Type": "CommaDelimitedList", "AllowedValues": draw(VALUES)},
            "FromSsm": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": draw(LEAVES)},
            "Lost": draw(VALUES),
        },
        "Mappings": {"Map": draw(VALUES)},
        "Conditions": {"Condition": draw(VALUES)},
        "Resources": dict(zip("ABC", draw(st.lists(mutated() | made(), min_size=1, max_size=3)), strict=False)),
        "Outputs": draw(VALUES),
    }
