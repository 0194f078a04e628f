from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.lock import Replacement, broken, lock_text, locked, read_lock, renewed
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.judge.lock.templates import DATABASE, one

if TYPE_CHECKING:
    from pathlib import Path

SAID = {"reason": "moves to the key of its own data class", "owner": "platform-team", "until": "2026-12-31"}
MEANT = Replacement(**SAID)
OLD, NEW = one(DATABASE, DBInstanceIdentifier="a"), one(DATABASE, DBInstanceIdentifier="b")


def test_it_stands_in_the_lock_beside_the_new_values_and_is_read_again(tmp_path: Path) -> None:
    renewal = renewed(locked([OLD]), {"prod": [NEW]}, ["prod-app/Data1"], meant=MEANT)
    path = tmp_path / "lock.json"
    path.write_text(lock_text(renewal.lock), encoding="utf-8")
    again = read_lock(path)
    assert again["prod"]["prod-app"]["Data1"].replacement == MEANT
    assert json.loads(path.read_text())["prod"]["prod-app"]["Data1"]["replacement"] == SAID
    assert broken(again, [NEW]) == []


@pytest.mark.parametrize(("day", "there"), [("2026-12-31", True), ("2027-01-01", False)])
def test_it_goes_when_the_lock_is_renewed_after_its_last_day(day: str, *, there: bool) -> None:
    lock = renewed(locked([OLD]), {"prod": [NEW]}, ["prod-app/Data1"], meant=MEANT).lock
    renewal = renewed(lock, {"prod": [NEW]}, today=datetime.date.fromisoformat(day))
    assert bool(renewal.lock["prod"]["prod-app"]["Data1"].replacement) is there
    assert renewal.changes == ([] if there else [f"~ prod-app Data1 {DATABASE}"])
    assert MEANT.ended(datetime.date.fromisoformat(day)) is not there
    assert not MEANT.ended(None)


def test_another_change_is_found_while_one_is_meant() -> None:
    lock = renewed(locked([OLD]), {"prod": [NEW]}, ["prod-app/Data1"], meant=MEANT).lock
    (found,) = broken(lock, [one(DATABASE, DBInstanceIdentifier="c")])
    assert found.kind == "replaced"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "so"}, "replacement: reason: given 'so'"),
        ({"owner": " "}, "replacement: owner"),
        ({"until": "soon"}, "replacement: until: given 'soon'; allowed: a date as YYYY-MM-DD"),
        ({"until": None}, "given 'something else'"),
        ({"since": "2026-01-01"}, "given 'something else'"),
    ],
)
def test_one_that_says_too_little_is_refused_with_its_place(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    entry = {"type": DATABASE, "path": "", "replacement": {**SAID, **changes}}
    (tmp_path / "lock.json").write_text(json.dumps({"prod": {"prod-app": {"Data1": entry}}}), encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        read_lock(tmp_path / "lock.json")
    assert said in str(error.value)


def test_its_end_is_a_year_away_at_most() -> None:
    with pytest.raises(ConfigurationError, match="2026-11-29 at the latest"):
        MEANT.check("--until", datetime.date(2025, 11, 29))
