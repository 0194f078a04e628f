"""A service repository that is as `new service` writes it passes the search for secrets."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from governed_cdk.cli import app
from governed_cdk.scaffold.service import Deployer
from governed_cdk.scaffold.writing import write_files
from tests.governed_cdk.scaffold.services import service

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("deployer", Deployer)
def test_nothing_is_found_in_a_fresh_service_repository(
    deployer: Deployer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = service("orders-api", deployer).files()
    write_files(tmp_path, files)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["secrets"])
    assert (result.exit_code, result.stdout) == (0, "no secret found\n")
    (tmp_path / "infra/app.py").write_text("token = 'gh" + "p_" + "a1Bc9dEf2" * 4 + "'\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["secrets"]).exit_code == 3  # all of it was searched
