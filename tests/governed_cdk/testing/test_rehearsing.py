"""What the fixture `rehearse` makes of a rehearsal; that one deploys, tests/integration shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.report import RehearsalReport, StackRow
from governed_cdk.testing.rehearsing import read_rehearsal, rehearsed

if TYPE_CHECKING:
    from pathlib import Path


def test_a_report_is_read_with_all_that_was_deployed_and_proved() -> None:
    report = RehearsalReport("dev", platform=["dev-kms"], proved={"calls": 3, "alarms": 2})
    report.rows = [StackRow("dev-shop", "eu-west-1", {Coverage.REAL: 4}, 1.0)]
    found = read_rehearsal(report.json_text())
    assert found.stacks == {"dev-shop": {"created": 4, "recorded": 0, "not rehearsed": 0}}
    assert (found.environment, found.platform, found.proved) == ("dev", ["dev-kms"], {"calls": 3, "alarms": 2})


def test_where_it_cannot_run_the_reason_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cdk.json").write_text('{"context": {"governed-cdk:platform-assembly": "nowhere"}}')
    with pytest.raises(RehearsalError, match=r"^cdk\.json: governed-cdk:platform-assembly: given '.*nowhere'; allowed"):
        read_rehearsal(rehearsed(tmp_path, "dev", {}))
    monkeypatch.setattr("governed_cdk.testing.rehearsing.missing", lambda _: "needs ministack; run: pip")
    with pytest.raises(RehearsalError, match=r"^rehearse: needs ministack; run: pip$"):
        read_rehearsal(rehearsed(tmp_path, "dev", {}))


def test_a_quota_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RehearsalError, match=r"^rehearse: quotas: given 'AWS::S3::Bucket'; allowed: AWS::Lambda::Func"):
        read_rehearsal(rehearsed(tmp_path, "dev", {"AWS::S3::Bucket": 3}))
