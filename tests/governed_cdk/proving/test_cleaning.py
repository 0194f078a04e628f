from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from governed_cdk.proving import cleaning
from governed_cdk.proving.kinds import KINDS, Kind, NotYetError
from governed_cdk.proving.room import PREFIX, Patience, Room

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = Patience(absent=0.05, made=0.05, removed=0.05, between=0.01)


def room() -> Room:
    return Room(None, "111122223333", "ap-northeast-2", patience=QUICK, run=f"{PREFIX}abc")


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "so it is"}}, "Delete")


def kinds(monkeypatch: pytest.MonkeyPatch, found: list[str], remove: Callable[[Room, str], None]) -> list[str]:
    """Two kinds, the first with this removal; what the second has taken away."""
    after: list[str] = []
    later = Kind("role", lambda _, prefix: [f"{prefix}-late"], lambda _, name: after.append(name))
    monkeypatch.setattr(cleaning, "KINDS", (Kind("bucket", lambda *_: found, remove), later))
    return after


def test_what_is_found_or_written_down_is_taken_away_once(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    made = room()
    name = made.name("bucket", "a")
    kinds(monkeypatch, [name, f"{made.run}-b"], lambda _, name: gone.append(name))
    removed, left = cleaning.clean(made, made.run)
    assert gone == [name, f"{made.run}-b"]
    assert removed == [f"bucket {name}", f"bucket {made.run}-b", f"role {made.run}-late"]
    assert left == []


def test_what_was_taken_away_is_not_tried_again_and_what_is_left_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made = room()
    gone, kept = made.name("bucket", "gone"), made.name("bucket", "kept")

    def remove(_: Room, name: str) -> None:
        if name == kept:
            raise error("AccessDenied")

    kinds(monkeypatch, [], remove)
    removed, left = cleaning.clean(made, made.run)
    assert f"bucket {gone}" in removed
    assert len(left) == 1
    assert made.recorded == [("bucket", kept)]


def test_a_kind_that_cannot_be_listed_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> list[str]:
        raise error("AccessDenied")

    after: list[str] = []
    later = Kind("role", lambda _, prefix: [f"{prefix}-late"], lambda _, name: after.append(name))
    monkeypatch.setattr(cleaning, "KINDS", (Kind("bucket", refuse, lambda *_: None), later))
    made = room()
    made.name("bucket", "a")
    removed, left = cleaning.clean(made, made.run)
    assert removed[0] == f"bucket {made.run}-a"
    assert left[0].startswith(f"bucket {made.run}*: cannot be listed: ")
    assert after == [f"{made.run}-late"]


def test_a_removal_that_fails_is_tried_again_and_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter([error("BucketNotEmpty"), NotYetError("DELETE_IN_PROGRESS"), None])

    def remove(*_: Any) -> None:
        if failure := next(tries):
            raise failure

    kinds(monkeypatch, ["a"], remove)
    assert cleaning.clean(room(), PREFIX) == (["bucket a", f"role {PREFIX}-late"], [])


@pytest.mark.parametrize("failure", [error("AccessDenied"), NotYetError("DELETE_FAILED")])
def test_what_cannot_be_taken_away_is_said_with_the_reason(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def remove(*_: Any) -> None:
        raise failure

    after = kinds(monkeypatch, ["a"], remove)
    _, left = cleaning.clean(room(), PREFIX)
    assert len(left) == 1
    assert left[0].startswith(("bucket a: AccessDenied: so it is", "bucket a: DELETE_FAILED"))
    assert after == [f"{PREFIX}-late"]


@pytest.mark.parametrize("code", ["NoSuchBucket", "ResourceNotFoundException", "QueueDoesNotExist", "NoSuchEntity"])
def test_what_is_not_there_is_neither_taken_away_nor_left(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def remove(*_: Any) -> None:
        raise error(code)

    kinds(monkeypatch, ["a"], remove)
    assert cleaning.clean(room(), PREFIX) == ([f"role {PREFIX}-late"], [])


def test_a_kind_is_there_once_and_a_table_goes_before_the_stack_that_could_not_delete_it() -> None:
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)
    assert names.index("table") < names.index("stack")
    assert names[-1] == "key"
