"""Templates of public shapes, and what a slip or an attacker makes of them: in their values, and in their text."""
# ruff: noqa: E501 - tables of bad input stand line by line

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import yaml

from aspects.judge.catalogue import facts, known_types
from aspects.judge.registry import RULES
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    import random

# The example of each rule, good and bad, which is how people write what it is about.
EXAMPLES = [
    resource
    for rule in RULES
    for text in (rule.bad, rule.good)
    for resource in template_of(text).body["Resources"].values()
]
TYPES = sorted(known_types())
SECTIONS: dict[str, Any] = {
    "Parameters": {"P": {"Type": "String", "Default": ""}, "L": {"Type": "CommaDelimitedList", "Default": "a, b"}},
    "Mappings": {"M": {"a": {"b": "c", "d": ["e"]}}},
    "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, ""]}, "N": {"Fn::Not": [{"Condition": "C"}]}},
    "Transform": ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"],
    "Globals": {"Function": {"Timeout": 3}},
    "Outputs": {"O": {"Value": {"Ref": "A"}}},
}
FUNCTIONS = (
    "Ref", "Condition", "Fn::GetAtt", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::FindInMap", "Fn::Cidr",
    "Fn::ImportValue", "Fn::Base64", "Fn::ToJsonString", "Fn::GetAZs", "Fn::Transform", "Fn::Length", "Fn::ForEach::L",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**18, 10**400, 1e308, float("nan"), "", "*", "A", "P", "C", "a.b", "0.0.0.0/0", "::/0", "{}", "[", "1",
    "${A}", "${", "${!A}", "${AWS::Region}", "{{resolve:ssm:/a}}", "{{resolve:", "arn:aws:s3:::*", "\x1b[2J", "\u202e", "::error::x",
    "##[error]x", "\ud800", "\0", "x" * 3_000, "${A}" * 500, "{{resolve:ssm:" * 300, "a-" * 2_000, "../../etc/passwd", "/proc/self/mem",
    '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}', [], {}, [[]], {"": ""}, {"A": None},
    {"Ref": "A"}, {"Ref": "AWS::NoValue"}, {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::If": ["C", {"Ref": "P"}, "x"]},
    {"Fn::Sub": "${P}${A.Arn}"}, {"Fn::Join": ["", [{"Ref": "L"}]]}, {"Fn::Select": [9, {"Ref": "L"}]},
    {"Fn::FindInMap": ["M", {"Ref": "P"}, "b"]}, {"Fn::Transform": {"Name": "AWS::Include"}},
)  # fmt: skip
PIECES = (
    "&a", "*a", "<<: *a", "!Sub", "!Ref", "!!int", "!!python/object:os.system", "? ", ": ", "- ", "{", "}", "[", "]", ",", "'", '"', "\\",
    "#", "---", "...", "\t", "\r", "\x00", "\x1b", "\ufeff", "\u2028", "\ud7ff", "0x" + "f" * 5_000, "9" * 5_000, "%YAML 3.0", "|\n", ">\n",
    "[" * 500, "{a: " * 500, "${", "{{", "Resources:", "\n\n", "    ",
)  # fmt: skip


def template(chance: random.Random) -> dict[str, Any]:
    """A template with a few resources, some of whose values are others than they should be."""
    body = {name: copy.deepcopy(section) for name, section in SECTIONS.items() if chance.random() < 0.5}
    body["Resources"] = {name: resource(chance) for name in "ABCDE"[: chance.randint(1, 5)]}
    for _ in range(chance.choice((0, 1, 1, 2, 5, 20))):
        holder, key = chance.choice(slots(body))
        holder[key] = value(chance, 3)
    return body


def resource(chance: random.Random) -> dict[str, Any]:
    """An example of a rule, or any type with something at each place that the catalogue knows of it."""
    if chance.random() < 0.6:
        return copy.deepcopy(chance.choice(EXAMPLES))
    type_ = chance.choice(TYPES)
    known = facts(type_)
    paths = [fact.path for fact in (*known.keys, known.tags, known.name) if fact]
    return {"Type": type_, "Properties": {path[0]: value(chance, 4) for path in paths if path}}


def value(chance: random.Random, depth: int) -> Any:
    """Any value, functions around others among them."""
    kind = chance.random() if depth else 0
    if kind < 0.5:
        return copy.deepcopy(chance.choice(VALUES))
    inner = [value(chance, depth - 1) for _ in range(chance.randint(0, 4))]
    if kind < 0.9:
        return {chance.choice(FUNCTIONS): chance.choice((inner, inner[0] if inner else ""))}
    return inner if kind < 0.95 else {f"k{number}": one for number, one in enumerate(inner)}


def slots(found: Any) -> list[tuple[Any, Any]]:
    """Every place of a value that can hold another."""
    keys = list(found) if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
    return [slot for key in keys for slot in ((found, key), *slots(found[key]))]


def text(chance: random.Random) -> tuple[str, bytes]:
    """A file's name and its content: a template as JSON or YAML, with slips in its text now and then."""
    body = template(chance)
    if chance.random() < 0.5:
        name, said = "t.json", json.dumps(body, indent=chance.choice((None, 1, "\t")))
    else:
        name, said = (
            "t.yaml",
            yaml.safe_dump(json.loads(json.dumps(body)), default_flow_style=chance.choice((None, True, False))),
        )
    for _ in range(chance.choice((0, 0, 0, 1, 2, 5))):
        at, until = sorted((chance.randint(0, len(said)), chance.randint(0, len(said))))
        if chance.random() < 0.4:  # something of it stands twice
            said = said[:until] + said[at : at + 2_000] + said[until:]
        else:
            said = said[:at] + chance.choice(PIECES) + said[min(until, at + chance.choice((0, 1, 50))) :]
    return name, said.encode("utf-8", "surrogatepass")
