from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.gate.sides import given, synthesised
from governed_cdk.git import Git
from tests.governed_cdk.gate.project import NAT, QUEUE, assembly, commit, repository
from tests.governed_cdk.locked_project import _APP

if TYPE_CHECKING:
    from pathlib import Path


def test_an_assembly_is_that_of_its_environment_or_the_folder_itself(tmp_path: Path) -> None:
    assembly(tmp_path / "one", {"Jobs": QUEUE})
    (tmp_path / "all").mkdir()
    assembly(tmp_path / "all" / "prod", {"Jobs": QUEUE})
    assert given(tmp_path / "one", "prod") == tmp_path / "one"
    assert given(tmp_path / "all", "prod") == tmp_path / "all" / "prod"
    with pytest.raises(ConfigurationError, match="unfinished synth"):
        given(tmp_path / "all", "dev")


def test_a_commit_is_synthesised_in_a_tree_of_its_own(tmp_path: Path) -> None:
    folder, _ = repository(tmp_path / "repository")
    project = '{{"resources": {{"prod": {{"One": {{"Type": "{}"}}}}}}}}'
    files = {"app.py": _APP, "cdk.json": '{"app": "python3 app.py"}', "environments/prod.yaml": ""}
    one = commit(folder, {**files, "project.json": project.format(QUEUE["Type"])})
    other = commit(folder, {"project.json": project.format(NAT["Type"])})
    found = []
    for revision in (one, other):
        with synthesised(Git(folder), revision, ["prod", "dev"]) as out:
            assert [path.name for path in out.iterdir()] == ["prod"]
            found.append((out / "prod" / "prod-app.json").read_text())
    assert "SQS::Queue" in found[0]
    assert "EC2::NatGateway" in found[1]


def test_an_app_that_fails_is_bad_input_with_its_own_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, _ = repository(tmp_path / "repository")
    files = {"app.py": "import sys; sys.exit('a wrong setting')", "cdk.json": '{"app": "python3 app.py"}'}
    head = commit(folder, {**files, "environments/prod.yaml": ""})
    with (
        pytest.raises(ConfigurationError, match="the app of prod cannot be synthesised"),
        synthesised(Git(folder), head, ["prod"]),
    ):
        pass
    assert "a wrong setting" in capsys.readouterr().err
