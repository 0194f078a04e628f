from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.rolling_back.confirmation import against, plan

if TYPE_CHECKING:
    from pathlib import Path


def confirmed(file: Path, *, given: str = "d1", digest: str = "d1", by: str = "bob", two: bool = True) -> list[str]:
    return list(against(file, given=given, digest=digest, by=by, two=two))


def test_another_person_confirms_what_was_planned(tmp_path: Path) -> None:
    file = tmp_path / "prod.json"
    plan(file, digest="d1", by="alice")
    assert confirmed(file) == []
    assert confirmed(file, by="alice") == ["alice has planned it: somebody else confirms it"]
    assert confirmed(file, by="alice", two=False) == []


def test_whoever_plans_the_same_again_does_not_become_its_author(tmp_path: Path) -> None:
    file = tmp_path / "prod.json"
    plan(file, digest="d1", by="alice")
    plan(file, digest="d1", by="bob")
    assert confirmed(file, by="alice") == ["alice has planned it: somebody else confirms it"]


def test_a_digest_of_something_else_confirms_nothing(tmp_path: Path) -> None:
    file = tmp_path / "prod.json"
    assert len(confirmed(file)) == 1  # nobody has planned it here
    plan(file, digest="d1", by="alice")
    assert confirmed(file, given="d0")[0].startswith("--confirmed d0: is not what would be deployed now, d1")
