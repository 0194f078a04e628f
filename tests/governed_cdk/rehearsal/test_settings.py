from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.rehearsal.settings import LOG_RETENTION, changed_project
from tests.support import ENVIRONMENTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_view_differs_from_the_project_in_one_setting(tmp_path: Path, environment: str) -> None:
    days = changed_project(ROOT, environment, tmp_path / "view")
    before = read_yaml(ROOT / "environments" / f"{environment}.yaml")
    after = read_yaml(tmp_path / "view" / "environments" / f"{environment}.yaml")
    assert after == {**before, LOG_RETENTION: days}
    assert days != before.get(LOG_RETENTION, 14)
    assert (tmp_path / "view" / "app.py").resolve() == ROOT / "app.py"
    assert (tmp_path / "view" / "cdk.json").resolve() == ROOT / "cdk.json"


def test_logs_that_are_kept_thirty_days_already_are_kept_sixty(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "environments").mkdir(parents=True)
    (project / "environments" / "dev.yaml").write_text(f"{LOG_RETENTION}: 30\n", encoding="utf-8")
    assert changed_project(project, "dev", tmp_path / "view") == 60
