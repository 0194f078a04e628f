"""A new service repository, written by the wheel, passes whatever it asks of itself, at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.integration.installed_wheel import built_wheel, python_with_it
from tests.integration.newcomer import NIGHTLY
from tests.tutorial import accounts

if TYPE_CHECKING:
    from pathlib import Path

wheel = pytest.fixture(scope="module")(built_wheel)
python = pytest.fixture(scope="module")(python_with_it)
ENVIRONMENTS = ("dev", "stg", "prod")
# pytest of the environment that has the wheel, as the repository's Makefile runs it.
TESTS = ("-m", "pytest", "--quiet", "-p", "no:cacheprovider")


def call(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    lent = ("PYTEST", "CDK_", "PYTHONPATH")
    outside = {name: value for name, value in os.environ.items() if not name.startswith(lent)}
    return subprocess.run(
        [python, *arguments], cwd=folder, env=outside, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def governed(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return call(python, folder, "-m", "governed_cdk", *arguments)


@pytest.fixture(scope="module")
def repository(python: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`governed-cdk new service orders --library WHEEL`: every environment is synthesised, and has no findings."""
    folder = tmp_path_factory.mktemp("new")
    done = governed(python, folder, "new", "service", "orders", "--library", str(wheel))
    assert done.returncode == 0, done.stderr
    return folder / "orders"


def test_lock_and_snapshots_of_every_environment_are_there_and_nothing_that_a_run_leaves(repository: Path) -> None:
    infra = repository / "infra"
    assert set(json.loads((infra / "stateful.lock.json").read_text())) == set(ENVIRONMENTS)
    names = {path.name for path in (infra / "tests/__snapshots__").rglob("*.json")}
    assert names == {
        f"test_its_templates_are_those_that_were_accepted[{one}][{one}-orders].json" for one in ENVIRONMENTS
    }
    left = {"cdk.out", "__pycache__", ".pytest_cache", "validation-report.json"}
    assert [path for path in repository.rglob("*") if path.name in left] == []


def test_its_own_tests_pass_and_see_a_change(python: Path, repository: Path, tmp_path: Path) -> None:
    tried = shutil.copytree(repository, tmp_path / "orders") / "infra"
    chosen = () if NIGHTLY else ("-k", "dev")
    done = call(python, tried, *TESTS, *chosen)
    assert done.returncode == 0, done.stdout
    app = tried / "app.py"
    app.write_text(app.read_text().replace('"Jobs", kind="jobs"', '"Work", kind="jobs"'))
    done = call(python, tried, *TESTS, "-k", "dev")
    assert done.returncode == 1
    assert "1 snapshot failed" in done.stdout
    assert "stateful-resources" in done.stdout  # the lock misses the queue


def test_what_the_tutorial_says_to_do_next_ends_as_it_says(python: Path, repository: Path, tmp_path: Path) -> None:
    infra = shutil.copytree(repository, tmp_path / "orders") / "infra"
    for number, one in enumerate(account for account in accounts() if account.ends is not None):
        words = one.command.removeprefix("governed-cdk ").split()
        if "new" not in words and number:
            synthesise(python, infra)
        done = governed(python, infra, *words)
        assert done.returncode == one.ends, f"{one.command}: {done.stdout}{done.stderr}"
    assert (infra / "cdk.out/dev-reports.template.json").is_file()
    assert governed(python, infra, "check", "cdk.out").returncode == 0
    assert governed(python, infra, "lock", "cdk.out").returncode == 0
    assert governed(python, infra, "lock", "cdk.out", "--check").returncode == 0


def synthesise(python: Path, infra: Path) -> None:
    """dev, once."""
    if not (infra / "cdk.out").is_dir():
        code = "from pathlib import Path; from governed_cdk.app_run import run_app; run_app('dev', Path('cdk.out'))"
        done = call(python, infra, "-c", code)
        assert done.returncode == 0, done.stderr


def test_a_name_that_is_taken_and_a_folder_that_is_not_empty_end_with_2_and_one_line(
    python: Path, wheel: Path, repository: Path
) -> None:
    for name, said in (("network", "a name that is not the platform's network"), ("orders", "a folder that is empty")):
        done = governed(python, repository.parent, "new", "service", name, "--library", str(wheel))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr
    assert [path.name for path in repository.parent.iterdir()] == ["orders"]
