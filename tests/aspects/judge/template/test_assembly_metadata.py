"""What is taken from the metadata of a stack in an assembly's manifest."""

from __future__ import annotations

from aspects.judge.template.assembly_metadata import accepted, construct_paths
from constructs_lib.kernel.accepted import MARK

PERSON = {"finding": "p::a", "reason": "r", "owner": "o", "until": "2027-01-01", "where": "app.py:1"}
DESIGN = {"finding": "p::b", "reason": "r", "version": "0.2.0", "where": "bucket.py:9"}


def logical_id(name: str) -> dict[str, str]:
    return {"type": "aws:cdk:logicalId", "data": name}


def test_what_was_accepted_is_kept_with_its_place_and_without_what_is_not_asked_for() -> None:
    metadata = {
        "/prod-app/Bucket": [
            {"type": MARK, "data": {**PERSON, "more": "x"}},
            logical_id("Bucket1"),
            {"type": MARK, "data": DESIGN},
        ],
        "/prod-app": [{"type": "aws:cdk:info", "data": "x"}],
    }
    place = {"place": "prod-app/Bucket"}
    assert accepted(metadata) == ({**place, **PERSON}, {**place, **DESIGN})


def test_the_path_of_a_logical_id_is_the_stacks_own_where_a_nested_stack_has_it_too() -> None:
    metadata = {
        "/prod-app/Bucket/Resource": [logical_id("Bucket1")],
        "/prod-app/Part/Bucket/Resource": [logical_id("Bucket1")],
        "/prod-app/Part/Queue": [logical_id("Queue2"), {"type": "aws:cdk:logicalId", "data": None}],
    }
    assert construct_paths(metadata, "") == {"Bucket1": "prod-app/Bucket/Resource", "Queue2": "prod-app/Part/Queue"}
    inside = {"Bucket1": "prod-app/Part/Bucket/Resource", "Queue2": "prod-app/Part/Queue"}
    assert construct_paths(metadata, "prod-app/Part/") == inside
