"""What is written once for many resources is what would be written for each of them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml

from aspects.judge.written_yaml import block, dumped

LONG = "words that go on and on, as a description does, so that they need a second line and then a third one, too"
VALUES: list[Any] = [
    "a", "", "yes", "1", 1, 1.5, True, None, [], {}, "two\nlines\n\n  indented\n", f"{LONG}; {LONG}", f"{LONG}\n{LONG}",
    {"Tags": [{"Key": "Environment", "Value": "<environment as kebab-case>"}]}, [[1, ["a", {"b": LONG}]]],
    {"Fn::Sub": "${AWS::Partition}: x # y"}, {"a" * 130: {"b": 1}}, datetime.date(2012, 10, 17), "2012-10-17",
]  # fmt: skip
IDS = ["Queue", "Null", "on", "y", "123", "1e3", "0x1F", "A" * 150]


class _Plain(yaml.CSafeDumper):
    """Without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def whole(piece: Any) -> str:
    """As PyYAML writes all of it at once."""
    text: str = yaml.dump(piece, Dumper=_Plain, sort_keys=False, width=100, allow_unicode=True)
    return text.rstrip("\n")


@pytest.mark.parametrize("logical_id", IDS)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:30])
def test_a_piece_is_written_as_it_would_be_as_a_whole(logical_id: str, value: Any) -> None:
    for properties in ({"Name": value}, {"Name": value, "Other": {"Name": value}}, {}):
        piece = {"Resources": {logical_id: {"Properties": properties, "DeletionPolicy": "Retain"}, "Other": value}}
        assert block(piece) == whole(piece)
        assert block(piece) == whole(piece)  # what is known by now among it


def test_values_that_only_look_alike_are_written_each_as_it_is() -> None:
    alike = [1, True, "1", "true", 1.0, "2012-10-17", datetime.date(2012, 10, 17), ["a"], "['a']", None, "null"]
    written = [dumped({"Value": one}) for one in alike]
    assert written == [whole({"Value": one}) for one in alike]
    assert len(set(written)) == len(alike)


def test_half_a_character_makes_json_of_all_of_it() -> None:
    piece = {"Resources": {"Queue": {"Properties": {"QueueName": "\ud800"}}, "Other": {"Type": "x"}}}
    assert block(piece) == r'{"Resources": {"Queue": {"Properties": {"QueueName": "\ud800"}}, "Other": {"Type": "x"}}}'
    assert dumped(["\ud800"], flow=True) == r'["\ud800"]'
