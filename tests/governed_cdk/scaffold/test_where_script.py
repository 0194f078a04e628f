"""Where an environment is, as a workflow of a service repository asks before anything is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.governed_cdk.scaffold.services import service

SCRIPT = service().files()[".github/where.sh"]
FILE = service().files()["infra/environments/prod.yaml"]
LEFT_OUT = "\n".join(line for line in FILE.splitlines() if not line.startswith(("account", "region")))
PLATFORM = {"environments": {"prod": {"account": "444455556666", "region": "eu-west-1"}}}


@pytest.mark.parametrize(
    ("text", "platform", "code", "said"),
    [
        (FILE, None, 0, "account=111122223333\nregion=ap-northeast-2\n"),
        (FILE, PLATFORM, 0, "account=111122223333\nregion=ap-northeast-2\n"),
        (LEFT_OUT, PLATFORM, 0, "account=444455556666\nregion=eu-west-1\n"),
        (
            LEFT_OUT,
            None,
            2,
            "error: infra/environments/prod.yaml: account (twelve digits in quotes) and region missing",
        ),
        (LEFT_OUT, {"environments": {}}, 2, "error: infra/environments/prod.yaml: account (twelve digits in quotes)"),
    ],
)
def test_it_is_in_its_file_or_in_the_platforms_manifest_or_one_line_says_that_it_is_not(  # noqa: PLR0917 - a table
    text: str, platform: object, code: int, said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "infra/environments"
    folder.mkdir(parents=True)
    (folder / "prod.yaml").write_text(text)
    if platform:
        (tmp_path / "infra/platform.json").write_text(json.dumps(platform))
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))  # a machine's python3 may be any
    done = subprocess.run(
        ["sh", "-c", SCRIPT, "where.sh", "prod"],
        cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert f"{done.stdout}{done.stderr}".startswith(said)
    assert f"{done.stdout}{done.stderr}".count("\n") == (2 if code == 0 else 1)
