from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.lock import renewed
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.git import Git
from governed_cdk.rolling_back.refusals import barriers, gone_images, lost_data
from governed_cdk.rolling_back.release import OldRelease
from tests.governed_cdk.checkup.account import table_account
from tests.governed_cdk.gate.project import QUEUE, assembly
from tests.governed_cdk.rolling_back.project import tagged

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.date(2026, 11, 30)
DATA = {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "prod-app-orders"}}
_REGISTRY = ["111122223333.dkr.ecr.ap-northeast-2.", {"Ref": "AWS::URLSuffix"}, "/prod-app@sha256:" + "a" * 64]


def old(folder: Path, resources: dict[str, Any], commit: str = "") -> OldRelease:
    return OldRelease("v1.0.0", commit, TODAY, assembly(folder, resources))


def test_a_table_that_the_release_does_not_know_yet_is_not_lost_for_it(tmp_path: Path) -> None:
    now = read_assembly(assembly(tmp_path / "now", {"Orders": DATA, "Jobs": QUEUE}))
    lock = renewed({}, {"prod": now}, today=TODAY).lock
    (line,) = lost_data(old(tmp_path / "without", {"Jobs": QUEUE}), "prod", lock)
    assert line == "prod-app/Orders (AWS::DynamoDB::Table) holds data, and would be dropped"
    assert list(lost_data(old(tmp_path / "same", {"Orders": DATA, "Jobs": QUEUE}), "prod", lock)) == []


@pytest.mark.parametrize(("answer", "lines"), [({"imageDetails": []}, 0), ("ImageNotFoundException", 1)])
def test_an_image_that_is_gone_refuses(tmp_path: Path, answer: Any, lines: int) -> None:
    task = {
        "Type": "AWS::ECS::TaskDefinition",
        "Properties": {
            "ContainerDefinitions": [{"Image": {"Fn::Join": ["", _REGISTRY]}}, {"Image": "public.ecr.aws/x:1"}]
        },
    }
    account: Any = table_account({"ecr describe_images": answer})
    found = list(gone_images(old(tmp_path, {"Task": task}), account))
    assert len(found) == lines
    assert all("prod-app/Task: the image prod-app@sha256:aaaa" in one for one in found)
    assert account.asked == ["ecr describe_images"]


def test_a_repository_that_may_not_be_read_is_no_guess(tmp_path: Path) -> None:
    code = {"Code": {"ImageUri": "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/prod-app:v1"}}
    release = old(tmp_path, {"Function": {"Type": "AWS::Lambda::Function", "Properties": code}})
    with pytest.raises(ConfigurationError, match="ecr describe_images of prod-app: AccessDenied"):
        list(gone_images(release, table_account({"ecr describe_images": "AccessDenied"})))


def test_nobody_goes_back_behind_a_migration(tmp_path: Path) -> None:
    project = tagged(tmp_path / "project", {"Jobs": QUEUE}, {"Jobs": QUEUE})
    git, file = Git(project), tmp_path / "rollback.yaml"
    first, second = (old(tmp_path / tag, {"Jobs": QUEUE}, git.commit(tag)) for tag in ("v1.0.0", "v1.1.0"))
    assert list(barriers(first, file, git)) == []
    file.write_text("barriers:\n  - {tag: v1.1.0, reason: orders lost a column}\n")
    assert list(barriers(first, file, git)) == ["v1.1.0 is in between: orders lost a column"]
    assert list(barriers(second, file, git)) == []
    file.write_text("barriers: [v1.1.0]\n")
    with pytest.raises(ConfigurationError, match=r"rollback\.yaml: barriers: a list"):
        list(barriers(first, file, git))
