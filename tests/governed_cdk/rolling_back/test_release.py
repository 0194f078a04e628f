from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.git import Git
from governed_cdk.rolling_back.release import packages_of, release_of
from tests.governed_cdk.gate.project import QUEUE, commit, git
from tests.governed_cdk.rolling_back.project import tagged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

OTHER = {**QUEUE, "Properties": {"DelaySeconds": 9}}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNT", str(tmp_path / "count"))
    return tagged(tmp_path / "project", {"Jobs": QUEUE}, {"Jobs": OTHER})


def test_a_release_is_synthesised_as_it_was_and_only_once(project: Path, tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        made = release_of(Git(project), "v1.0.0", "prod", work=tmp_path / "work", tell=told.append)
    template = json.loads((made.assembly / "prod-app.template.json").read_text())
    assert template["Resources"]["Jobs"]["Properties"] == {"DelaySeconds": 5}
    assert (tmp_path / "count").read_text().split() == ["run"]
    assert told == ["packages of that release ...", "synth prod of v1.0.0 ..."]
    assert made.commit == git(project, "rev-parse", "v1.0.0")
    assert f"{made.day}" == git(project, "log", "-1", "--format=%cs", "v1.0.0")


def test_the_working_tree_is_left_alone(project: Path, tmp_path: Path) -> None:
    (project / "cdk.json").write_text("somebody is at work")
    release_of(Git(project), "v1.1.0", "prod", work=tmp_path / "work", tell=lambda _: None)
    assert (project / "cdk.json").read_text() == "somebody is at work"
    assert git(project, "worktree", "list").count("\n") == 0


def test_an_app_that_makes_nothing_says_why_and_leaves_nothing(project: Path, tmp_path: Path) -> None:
    commit(project, {"cdk.json": json.dumps({"app": "mkdir -p $CDK_OUTDIR; echo broken >&2; exit 1"})})
    with pytest.raises(ConfigurationError, match="prod, by HEAD: broken"):
        release_of(Git(project), "HEAD", "prod", work=tmp_path / "work", tell=lambda _: None)
    assert [one.name for one in (tmp_path / "work").iterdir()] == ["packages"]


def wheel(folder: Path) -> tuple[Path, str]:
    """A wheel with one module, and its digest."""
    folder.mkdir(exist_ok=True)
    path = folder / "pinned-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("pinned.py", "VALUE = 1\n")
        made.writestr("pinned-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pinned\nVersion: 1.0\n")
        made.writestr("pinned-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr("pinned-1.0.dist-info/RECORD", "")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_packages_are_those_of_the_pins_by_their_hashes(tmp_path: Path) -> None:
    path, digest = wheel(tmp_path / "release")
    pins = path.with_name("requirements.txt")
    pins.write_text(f"./{path.name} --hash=sha256:{digest}\n")
    told: list[str] = []
    first = packages_of(pins, tmp_path / "cache", told.append)
    python = [str(first / "python"), "-c", "import pinned; print(pinned.VALUE)"]
    assert subprocess.run(python, capture_output=True, text=True, check=True).stdout == "1\n"
    assert packages_of(pins, tmp_path / "cache", told.append) == first
    assert len(told) == 1


def test_a_package_that_is_not_the_pinned_one_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    path, _ = wheel(tmp_path / "release")
    pins = path.with_name("requirements.txt")
    pins.write_text(f"./{path.name} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(ConfigurationError, match=r"requirements.txt of that release: THESE PACKAGES DO NOT MATCH"):
        packages_of(pins, tmp_path / "cache", lambda _: None)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_release_without_pins_is_none_to_go_back_to(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="nobody knows which packages it was made with"):
        packages_of(tmp_path / "requirements.txt", tmp_path / "cache", lambda _: None)
