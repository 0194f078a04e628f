from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.drift.accepting import AcceptedDrift, held_against, read_accepted
from governed_cdk.drift.found import Drift, DriftKind, DriftPlace
from tests.governed_cdk.drift.account import TODAY, account, look, told

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "stack": "prod-app", "resource": "Queue", "property": "VisibilityTimeout", "owner": "platform-team",
    "reason": "The consumer is slow until it has its own queue", "until": "2026-12-31",
}  # fmt: skip
DRIFT = Drift(
    place=DriftPlace("prod", "ap-northeast-2", "prod-app"),
    kind=DriftKind.CHANGED,
    type="AWS::SQS::Queue",
    resource="Queue",
    path="VisibilityTimeout",
)


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "drift.yaml"
    path.write_text(json.dumps({"accepted": list(rows)}), encoding="utf-8")
    return path


def test_without_the_file_nothing_is_accepted(tmp_path: Path) -> None:
    assert read_accepted(tmp_path / "drift.yaml", TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "covers"),
    [
        ({}, True),
        ({"environment": "prod"}, True),
        ({"environment": "dev"}, False),
        ({"property": "DelaySeconds"}, False),
        ({"resource": "Other"}, False),
        ({"stack": "prod-other"}, False),
    ],
)
def test_an_acceptance_covers_one_property_of_one_resource(tmp_path: Path, changes: Any, *, covers: bool) -> None:
    held, wrong = held_against(
        read_accepted(written(tmp_path, ROW | changes), TODAY), [DRIFT], environment="prod", today=TODAY
    )
    assert (DRIFT.fingerprint in held) is covers
    assert bool(wrong) is (not covers and changes.get("environment", "prod") == "prod")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"owner": ""}, "owner"),
        ({"owner": "<team>"}, "owner"),
        ({"reason": "because"}, "reason"),
        ({"reason": "<why it is right here>"}, "reason"),
        ({"until": "soon"}, "until"),
        ({"until": "2028-01-01"}, "a year after today"),
        ({"colour": "red"}, "perhaps"),
    ],
)
def test_an_acceptance_that_says_too_little_is_refused(tmp_path: Path, changes: Any, text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        read_accepted(written(tmp_path, ROW | changes), TODAY)


def test_each_mistake_has_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, {"resource": "Queue"}, ROW, ROW | {"owner": " "})
    with pytest.raises(ConfigurationError) as caught:
        read_accepted(path, TODAY)
    assert [line.partition(": given")[0].partition(": ")[2] for line in caught.value.mistakes] == [
        "accepted[0]", "accepted[2].owner",
    ]  # fmt: skip


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "drift.yaml"
    path.write_text("accepted: yes\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="a list"):
        read_accepted(path, TODAY)


def test_what_somebody_accepts_is_told_apart_until_its_last_day(tmp_path: Path) -> None:
    said: dict[str, Any] = {"kms__get_key_rotation_status": {"KeyRotationEnabled": False}}
    row = {"stack": "prod-app", "resource": "Key", "property": "EnableKeyRotation", "reason": "x", "owner": "team"}
    seen = look(tmp_path, account(**said), AcceptedDrift(**row, until="2026-11-30", where="drift.yaml"))
    assert (told(seen), len(seen.accepted), seen.accepting, seen.clean) == ([], 1, [], True)
    seen = look(tmp_path, account(**said), AcceptedDrift(**row, until="2026-11-29", where="drift.yaml"))
    assert (len(seen.drifts), seen.accepted) == (1, [])
    assert seen.accepting[0].startswith("has expired: prod-app Key EnableKeyRotation")
    seen = look(tmp_path, account(), AcceptedDrift(**row, until="2026-11-30", where="drift.yaml"))
    assert seen.accepting[0].startswith("accepts nothing any more")
