"""The way to a property: above all, through lists in which functions give lists."""

from __future__ import annotations

import pytest

from aspects.judge.template.places import is_empty, items
from tests.aspects.judge.rules.support import template_of

SECTIONS = """
Conditions: {One: !Equals [!Ref AWS::Region, a], Other: !Equals [!Ref AWS::Region, b]}
Parameters: {Texts: {Type: CommaDelimitedList, Default: "x,y"}, Given: {Type: CommaDelimitedList}}
Mappings: {Lists: {All: {Texts: [v, w]}}}
"""


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("[a, !If [One, [b, c], d]]", {"L[0]": ["a"], "L[1][0]": ["b"], "L[1][1]": ["c"], "L[1]": ["d"]}),
        ("[!If [One, !If [Other, [a], [b]], []]]", {"L[0][0]": ["a", "b"]}),
        ("[!If [One, [!If [Other, [a, b], []]], []]]", {"L[0][0][0]": ["a"], "L[0][0][1]": ["b"]}),
        ("[!If [One, [a], !Ref AWS::NoValue], b]", {"L[0][0]": ["a"], "L[1]": ["b"]}),
        ("[!Ref Texts, z]", {"L[0][0]": ["x"], "L[0][1]": ["y"], "L[1]": ["z"]}),
        ("[!FindInMap [Lists, All, Texts]]", {"L[0][0]": ["v"], "L[0][1]": ["w"]}),
        ("[!Split [',', 'a,b']]", {"L[0][0]": ["a"], "L[0][1]": ["b"]}),
        ("[[a], b]", {"L[0]": [["a"]], "L[1]": ["b"]}),
        ("!If [One, [a], [!If [Other, [b], []]]]", {"L[0]": ["a"], "L[0][0]": ["b"]}),
    ],
)
def test_the_items_of_a_list_that_a_function_gives_stand_in_its_place(written: str, found: dict[str, object]) -> None:
    resource = template_of(f"It: {{Type: AWS::EC2::VPC, Properties: {{L: {written}}}}}", SECTIONS).resources["It"]
    places: dict[str, list[object]] = {}
    for place in resource.places("L", "*"):
        places.setdefault(place.path, []).append(place.value)
    assert places == found


def test_what_lies_below_an_item_is_read_through_such_a_list() -> None:
    written = "[!If [One, [{A: {B: 1}}, {A: [!If [Other, [{B: 2}], {B: 3}]]}], []]]"
    resource = template_of(f"It: {{Type: AWS::EC2::VPC, Properties: {{L: {written}}}}}", SECTIONS).resources["It"]
    assert resource.values("L", "*", "A", "B")[:1] == [1]
    assert resource.values("L", "*", "A", "*", "B") == [1, 2, 3]


def test_an_item_is_certain_where_each_list_that_may_come_has_it() -> None:
    resource = template_of("It: {Type: AWS::EC2::VPC}", SECTIONS).resources["It"]
    written = [1, {"Fn::If": ["One", [2], [3]]}, {"Fn::If": ["One", 4, 5]}, {"Ref": "Texts"}]
    found = items(resource.template, written, "L")
    assert [(one.at, one.certain) for one in found] == [
        ("L[0]", True), ("L[1][0]", False), ("L[1][0]", False), ("L[2]", True), ("L[3][0]", True), ("L[3][1]", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "empty"),
    [
        ("[]", True),
        ("!Ref AWS::NoValue", True),
        ("[!Ref AWS::NoValue, !Ref AWS::NoValue]", True),
        ("[!If [One, [], []]]", True),
        ("[!If [One, [], [a]]]", False),
        ("[!Ref Given]", False),
        ("!Ref Given", False),
        ("{}", False),
    ],
)
def test_a_list_is_empty_where_its_functions_give_nothing(written: str, empty: object) -> None:
    resource = template_of(f"It: {{Type: AWS::EC2::VPC, Properties: {{L: {written}}}}}", SECTIONS).resources["It"]
    assert [is_empty(resource.template, value) for value in resource.values("L")] == [empty]
