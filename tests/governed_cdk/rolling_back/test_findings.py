from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from governed_cdk.rolling_back import findings as module
from governed_cdk.rolling_back.findings import findings_of
from governed_cdk.rolling_back.release import OldRelease
from tests.governed_cdk.gate.project import assembly

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

OPEN = {
    "Type": "AWS::RDS::DBInstance",
    "Properties": {"Engine": "mysql", "EngineVersion": "8.0.40", "PubliclyAccessible": True, "StorageEncrypted": True},
}


def test_what_stood_at_the_release_is_listed_and_what_came_since_is_against_it(tmp_path: Path) -> None:
    release = OldRelease("v1.0.0", "", datetime.date(2026, 1, 1), assembly(tmp_path, {"Database": OPEN}))
    found = findings_of(release, datetime.date(2026, 11, 30))
    assert any(line.startswith("databases-are-not-public at ") for line in found.stood)
    assert found.new == []


def test_an_acceptance_that_ended_is_no_news_and_what_ended_since_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finding(rule: str) -> Any:
        resource = SimpleNamespace(construct_path=f"prod-app/{rule}")
        return SimpleNamespace(rule=SimpleNamespace(id=rule), resource=resource, breach=SimpleNamespace(found="why"))

    accepted, ended = finding("accepted-then"), finding("ended-since")
    release = OldRelease("v1.0.0", "", datetime.date(2026, 1, 1), assembly(tmp_path, {"Database": OPEN}))
    then = SimpleNamespace(findings=[], accepted=[accepted])
    monkeypatch.setattr(
        module, "judge",
        lambda _, today: then if today == release.day else SimpleNamespace(errors=[accepted, ended]),
    )  # fmt: skip
    found = findings_of(release, datetime.date(2026, 11, 30))
    assert found.stood == ["accepted-then at prod-app/accepted-then: why"]
    assert found.new == ["ended-since at prod-app/ended-since: why"]


def test_on_the_day_of_the_release_nothing_is_new(tmp_path: Path) -> None:
    day = datetime.date(2026, 11, 30)
    release = OldRelease("v1.0.0", "", day, assembly(tmp_path, {"Database": OPEN}))
    assert findings_of(release, day).new == []
