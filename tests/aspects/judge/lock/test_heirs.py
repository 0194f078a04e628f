from __future__ import annotations

import pytest

from aspects.judge.lock import refactor_mapping
from tests.aspects.judge.lock.templates import BUCKET, DATA, kinds, lost, template


@pytest.mark.parametrize("path", ["prod-app/Data/Resource", "prod-app/Renamed/Resource", "prod-app/Part/Data/Resource"])
def test_a_renamed_resource_is_found_again(path: str) -> None:
    found = lost([template(DATA)], [template({"Data2": (BUCKET, path), "Orders1": DATA["Orders1"]})])
    assert kinds(found) == [("renamed", "Data1", "Data2")]


def test_several_of_a_type_are_told_apart_by_their_paths() -> None:
    before = {"A1": (BUCKET, "prod-app/Part/Logs/Resource"), "B1": (BUCKET, "prod-app/Part/Data/Resource")}
    after = {"A2": (BUCKET, "prod-app/Other/Logs/Resource"), "B2": (BUCKET, "prod-app/Other/Data/Resource")}
    found = lost([template(before)], [template(after)])
    assert kinds(found) == [("renamed", "A1", "A2"), ("renamed", "B1", "B2")]


def test_the_last_of_a_type_is_where_the_others_did_not_go() -> None:
    before = {"A1": (BUCKET, "prod-app/Part/Data/Resource"), "B1": (BUCKET, "prod-app/Raw")}
    after = {"A2": (BUCKET, "prod-app/Part/Files/Resource"), "B2": (BUCKET, "prod-app/Plain")}
    found = lost([template(before)], [template(after)])
    assert kinds(found) == [("renamed", "A1", "A2"), ("renamed", "B1", "B2")]


def test_nothing_is_said_of_a_new_place_that_is_not_clear() -> None:
    before = {"A1": (BUCKET, "prod-app/A/Resource"), "B1": (BUCKET, "prod-app/B/Resource")}
    after = {"C1": (BUCKET, "prod-app/C/Resource"), "D1": (BUCKET, "prod-app/D/Resource")}
    found = lost([template(before)], [template(after)])
    assert kinds(found) == [("dropped", "A1", ""), ("dropped", "B1", "")]


def test_no_two_resources_went_to_the_same_place() -> None:
    before = {"A1": (BUCKET, "prod-app/X/Data/Resource"), "B1": (BUCKET, "prod-app/Y/Data/Resource")}
    found = lost([template(before)], [template({"C1": (BUCKET, "prod-app/X/Data2/Resource")})])
    assert kinds(found) == [("renamed", "A1", "C1"), ("dropped", "B1", "")]


def test_a_resource_that_moves_to_another_stack_is_found_again() -> None:
    after = [
        template({"Orders1": DATA["Orders1"]}),
        template({"Data9": (BUCKET, "prod-new/Data/Resource")}, "prod-new"),
    ]
    (found,) = lost([template(DATA)], after)
    assert (found.kind, found.to_stack, found.to_id) == ("moved", "prod-new", "Data9")
    mapping = {"prod-app.Data1": "prod-new.Data9"}
    account = {"account": "111122223333", "region": "ap-northeast-2"}
    assert refactor_mapping([found]) == {"environments": [{**account, "resources": mapping}]}
