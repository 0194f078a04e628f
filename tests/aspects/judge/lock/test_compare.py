from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.lock import BrokenLock, Locked, advice, broken, locked, refactor_mapping
from aspects.judge.lock.advice import override_line
from aspects.judge.template import Template

BUCKET, TABLE, TOPIC = "AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SNS::Topic"


def _template(resources: dict[str, tuple[str, str]], stack: str = "prod-app", environment: str = "prod") -> Template:
    """A template of resources: type and construct path by logical id."""
    tags = {"Tags": [{"Key": "Environment", "Value": environment}]} if environment else {}
    body: dict[str, Any] = {
        name: {"Type": type_, "Properties": tags, "Metadata": {"aws:cdk:path": path}}
        for name, (type_, path) in resources.items()
    }
    return Template(
        path=Path(f"{stack}.json"),
        body={"Resources": body},
        stack_name=stack,
        account="111122223333",
        region="ap-northeast-2",
    )


def _broken(before: list[Template], after: list[Template], environment: str = "") -> list[BrokenLock]:
    return broken(locked(before), after, environment)


def _kinds(found: list[BrokenLock]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.logical_id, one.to_id) for one in found]


DATA = {"Data1": (BUCKET, "prod-app/Data/Resource"), "Orders1": (TABLE, "prod-app/Orders/Resource")}


def test_stateful_resources_are_locked_and_others_are_not() -> None:
    template = _template({**DATA, "Topic": (TOPIC, "prod-app/Topic/Resource")})
    stack = {"Data1": Locked(BUCKET, "prod-app/Data/Resource"), "Orders1": Locked(TABLE, "prod-app/Orders/Resource")}
    assert locked([template, _template({"Topic": (TOPIC, "")}, "prod-bus")]) == {"prod": {"prod-app": stack}}


def test_an_environment_without_stateful_resources_has_none_locked() -> None:
    assert locked([_template({"Topic": (TOPIC, "")})]) == {"prod": {}}


def test_what_stays_is_not_broken_nor_is_what_comes() -> None:
    more = {**DATA, "New1": (BUCKET, "prod-app/New/Resource")}
    assert _broken([_template(DATA)], [_template(more)]) == []


def test_a_construct_may_move_when_it_keeps_its_id() -> None:
    assert _broken([_template(DATA)], [_template({**DATA, "Data1": (BUCKET, "prod-app/Store/Data/Resource")})]) == []


def test_a_dropped_resource_breaks_the_lock() -> None:
    found = _broken([_template(DATA)], [_template({"Orders1": DATA["Orders1"]})])
    assert _kinds(found) == [("dropped", "Data1", "")]


@pytest.mark.parametrize("path", ["prod-app/Data/Resource", "prod-app/Renamed/Resource", "prod-app/Part/Data/Resource"])
def test_a_renamed_resource_is_found_again(path: str) -> None:
    found = _broken([_template(DATA)], [_template({"Data2": (BUCKET, path), "Orders1": DATA["Orders1"]})])
    assert _kinds(found) == [("renamed", "Data1", "Data2")]


def test_several_of_a_type_are_told_apart_by_their_paths() -> None:
    before = {"A1": (BUCKET, "prod-app/Part/Logs/Resource"), "B1": (BUCKET, "prod-app/Part/Data/Resource")}
    after = {"A2": (BUCKET, "prod-app/Other/Logs/Resource"), "B2": (BUCKET, "prod-app/Other/Data/Resource")}
    found = _broken([_template(before)], [_template(after)])
    assert _kinds(found) == [("renamed", "A1", "A2"), ("renamed", "B1", "B2")]


def test_the_last_of_a_type_is_where_the_others_did_not_go() -> None:
    before = {"A1": (BUCKET, "prod-app/Part/Data/Resource"), "B1": (BUCKET, "prod-app/Raw")}
    after = {"A2": (BUCKET, "prod-app/Part/Files/Resource"), "B2": (BUCKET, "prod-app/Plain")}
    found = _broken([_template(before)], [_template(after)])
    assert _kinds(found) == [("renamed", "A1", "A2"), ("renamed", "B1", "B2")]


def test_nothing_is_said_of_a_new_place_that_is_not_clear() -> None:
    before = {"A1": (BUCKET, "prod-app/A/Resource"), "B1": (BUCKET, "prod-app/B/Resource")}
    after = {"C1": (BUCKET, "prod-app/C/Resource"), "D1": (BUCKET, "prod-app/D/Resource")}
    found = _broken([_template(before)], [_template(after)])
    assert _kinds(found) == [("dropped", "A1", ""), ("dropped", "B1", "")]


def test_no_two_resources_went_to_the_same_place() -> None:
    before = {"A1": (BUCKET, "prod-app/X/Data/Resource"), "B1": (BUCKET, "prod-app/Y/Data/Resource")}
    found = _broken([_template(before)], [_template({"C1": (BUCKET, "prod-app/X/Data2/Resource")})])
    assert _kinds(found) == [("renamed", "A1", "C1"), ("dropped", "B1", "")]


def test_a_changed_type_breaks_the_lock() -> None:
    (found,) = _broken([_template(DATA)], [_template({**DATA, "Data1": (TOPIC, "prod-app/Data/Resource")})])
    assert (found.kind, found.logical_id, found.new_type) == ("changed", "Data1", TOPIC)


def test_a_stack_that_is_gone_breaks_the_lock() -> None:
    found = _broken([_template(DATA), _template({"K": (BUCKET, "")}, "prod-kms")], [_template(DATA)])
    assert [(one.kind, one.stack, one.logical_id) for one in found] == [("stack-gone", "prod-kms", "K")]


def test_a_resource_that_moves_to_another_stack_is_found_again() -> None:
    after = [
        _template({"Orders1": DATA["Orders1"]}),
        _template({"Data9": (BUCKET, "prod-new/Data/Resource")}, "prod-new"),
    ]
    (found,) = _broken([_template(DATA)], after)
    assert (found.kind, found.to_stack, found.to_id) == ("moved", "prod-new", "Data9")
    mapping = {"prod-app.Data1": "prod-new.Data9"}
    account = {"account": "111122223333", "region": "ap-northeast-2"}
    assert refactor_mapping([found]) == {"environments": [{**account, "resources": mapping}]}


def test_nested_stacks_are_locked_under_their_parent() -> None:
    parent, child = _template({"Topic": (TOPIC, "prod-app/Topic/Resource")}), _template(DATA, "")
    parent.nested["Part"] = child
    assert list(locked([parent, child])["prod"]) == ["prod-app/Part"]
    other, empty = _template({"Topic": (TOPIC, "")}), _template({"Data2": (BUCKET, "prod-app/Data/Resource")}, "")
    other.nested["Part"] = empty
    found = _broken([parent, child], [other, empty])
    assert _kinds(found) == [("renamed", "Data1", "Data2"), ("dropped", "Orders1", "")]
    assert "works in one known account and region, not with nested stacks" in advice(found[0])
    assert refactor_mapping(found) == {}


def test_other_environments_are_not_looked_at() -> None:
    dev = _template({"Data1": (BUCKET, "dev-app/Data/Resource")}, "dev-app", "dev")
    assert _broken([_template(DATA), dev], [_template(DATA)]) == []
    assert _broken([_template(DATA), dev], [_template(DATA)], "prod") == []
    assert _kinds(_broken([_template(DATA)], [], "prod")) == [
        ("stack-gone", "Data1", ""),
        ("stack-gone", "Orders1", ""),
    ]


def test_a_stack_without_tags_belongs_to_the_environment_of_the_others_or_of_its_name() -> None:
    untagged, tagged = _template(DATA, "orders", ""), _template({"T": (TOPIC, "")}, "prod-bus")
    assert list(locked([_template(DATA, "stg-orders", "")])) == ["stg"]
    untagged.app = tagged.app = (untagged, tagged)
    assert list(locked([untagged, tagged])) == ["prod"]


def test_the_advice_for_a_renamed_resource_can_be_pasted() -> None:
    after = _template({"Data2": (BUCKET, "prod-app/Part/Store/Resource"), "Orders1": DATA["Orders1"]})
    (found,) = _broken([_template(DATA)], [after])
    line = 'self.node.find_child("Part").node.find_child("Store").node.default_child.override_logical_id("Data1")'
    text = advice(found)
    assert override_line(found) == line
    assert line in text
    assert f"prod-app: Data1 ({BUCKET}, prod-app/Data/Resource)" in text
    mapping = next(row for row in text.splitlines() if row.strip().startswith("{"))
    assert json.loads(mapping) == refactor_mapping([found])
    assert refactor_mapping([found])["environments"][0]["resources"] == {"prod-app.Data1": "prod-app.Data2"}
    assert "governed-cdk lock" in text


def test_a_resource_that_is_its_own_construct_is_named_itself() -> None:
    after = _template({"Data2": (BUCKET, "prod-app/CfnData"), "Orders1": DATA["Orders1"]})
    (found,) = _broken([_template(DATA)], [after])
    assert override_line(found) == 'self.node.find_child("CfnData").override_logical_id("Data1")'


@pytest.mark.parametrize("kind", ["dropped", "changed", "stack-gone"])
def test_the_advice_for_what_is_gone_names_it_and_the_way_back(kind: str) -> None:
    one = BrokenLock(kind, "prod", "prod-app", "Data1", Locked(BUCKET, "prod-app/Data/Resource"), new_type=TOPIC)
    first, keep, *_, last = advice(one).splitlines()
    assert "prod-app: Data1" in first
    assert keep.startswith("  keep it: ")
    assert last == "  let it go, on purpose: governed-cdk lock"
    assert refactor_mapping([one]) == {}
