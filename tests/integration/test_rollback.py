"""`governed-cdk rollback` of a small repository with two tags: shown, confirmed, deployed, and as it was."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.governed_cdk.gate.project import commit, git
from tests.integration.deploys import TABLE, app, deploy, parameter
from tests.integration.support import rehearsed
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.support import Rehearsed


def released(folder: Path, tag: str) -> None:
    """Commit what stands in cdk.out as what the app of a release makes, and tag it."""
    shutil.rmtree(folder / "made", ignore_errors=True)
    shutil.copytree(folder / "cdk.out", folder / "made")
    files = {
        "cdk.json": json.dumps({"app": "cp -R made/. $CDK_OUTDIR"}),
        "requirements.txt": "# the standard library\n",
    }
    commit(folder, {**files, ".gitignore": "cdk.out\nbuild\n"})
    git(folder, "tag", tag)


def rollback(fresh: Rehearsed, project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "governed_cdk", "rollback", "--to", "v1.0.0", "--env", "test", "--watch", "0"]
    return subprocess.run(
        [*command, "--endpoint-url", fresh.emulator.endpoint, *options],
        env=fresh.emulator.variables | {"PYTHONPATH": str(ROOT)}, cwd=project, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def value(fresh: Rehearsed) -> str:
    found: str = fresh.client("ssm").get_parameter(Name="/test/app/value")["Parameter"]["Value"]
    return found


def test_a_release_comes_back_as_it_was_and_never_over_data(tmp_path: Path) -> None:
    project = app(tmp_path / "project", Value=parameter("first"))
    (project / "environments").mkdir()
    settings = (ROOT / "environments" / "dev.yaml").read_text().replace("name: dev", "name: test")
    (project / "environments" / "test.yaml").write_text(settings)
    git(project, "init", "--quiet", "--initial-branch", "main")
    released(project, "v1.0.0")
    app(project, Value=parameter("second"))
    released(project, "v1.1.0")
    with rehearsed(project / "cdk.out", kept=True) as fresh:
        done = deploy(fresh, project)
        assert done.returncode == 0, done.stdout + done.stderr
        assert value(fresh) == "second"
        planned = rollback(fresh, project)
        assert planned.returncode == 3, planned.stdout + planned.stderr
        assert "test-app/Value" in planned.stdout
        assert "is not what is deployed" not in planned.stderr
        assert value(fresh) == "second"
        digest = planned.stdout.rpartition("--confirmed ")[2].split()[0]
        back = rollback(fresh, project, "--confirmed", digest)
        assert back.returncode == 0, back.stdout + back.stderr
        assert value(fresh) == "first"
        # What is deployed has changed: the same words confirm nothing any more.
        assert rollback(fresh, project, "--confirmed", digest).returncode == 3

        (project / "stateful.lock.json").unlink()
        app(project, Value=parameter("third"), Orders=TABLE)  # a table that v1.0.0 does not know
        assert deploy(fresh, project).returncode == 0
        refused = rollback(fresh, project)
        assert refused.returncode == 3
        assert "test-app/Orders (AWS::DynamoDB::Table) holds data, and would be dropped" in refused.stderr
        assert value(fresh) == "third"
