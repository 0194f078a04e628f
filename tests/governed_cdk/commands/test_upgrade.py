from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands import upgrade as command
from governed_cdk.commands.upgrade import upgrade
from tests.support import ROOT


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "environments").mkdir()
    for name in ("dev", "prod"):
        (tmp_path / "environments" / f"{name}.yaml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "say which version: --to v0.2.0, or --library"),
        ({"to": "v0.2.0", "library": ROOT}, "say which version"),
        ({"to": "0.2"}, "--to: given '0.2'; allowed: a release, such as v0.2.0"),
        ({"to": "main"}, "--to: given 'main'"),
        ({"library": Path("nowhere.whl")}, "--library: given 'nowhere.whl'"),
        ({"library": ROOT, "env": ["prd"]}, "--env: given 'prd'; allowed: dev, prod"),
    ],
)
def test_what_names_no_version_or_environment_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said.replace("(", r"\(")):
        upgrade(**given)  # type: ignore[arg-type]  # options by name


def test_both_versions_make_every_environment_and_the_worst_decides_how_it_ends(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[tuple[str, str]] = []

    def synthesised_by(bin_folder: Path, environment: str, out: Path, *, whose: str) -> Path:
        made.append((environment, whose))
        out.mkdir(parents=True)
        lost = environment == "prod" and bin_folder.parent.name == "new"
        artifact = {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/eu-west-1"}
        stack = {**artifact, "properties": {"templateFile": "x.template.json"}}
        (out / "manifest.json").write_text(json.dumps({"version": "36.0.0", "artifacts": {f"{environment}-x": stack}}))
        resources = {} if lost else {"Files": {"Type": "AWS::S3::Bucket"}}
        (out / "x.template.json").write_text(json.dumps({"Resources": resources}))
        return out

    monkeypatch.setattr(command, "synthesised_by", synthesised_by)
    monkeypatch.setattr(command, "python_with", lambda _given, folder: folder / "bin")
    with pytest.raises(typer.Exit) as ended:
        upgrade(library=ROOT)
    assert ended.value.exit_code == 3
    assert [environment for environment, _ in made] == ["dev", "dev", "prod", "prod"]
    said = capsys.readouterr().out
    assert "dev: 0 differences, 0 new findings, 0 gone\n" in said
    assert "prod: 1 differences" in said
    assert "prod-x/Files (AWS::S3::Bucket)" in said
    upgrade(library=ROOT, env=["dev"])
    assert list(project.glob("*")) == [project / "environments"]
