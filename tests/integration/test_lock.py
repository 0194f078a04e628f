"""The lock in a service repository, from its first day on: the example, with real synths."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

LOCK = "stateful.lock.json"


class Repository:
    """A copy of the example, and what its team does in it."""

    def __init__(self, folder: Path) -> None:
        ignored = shutil.ignore_patterns("cdk.out", "__pycache__")
        self.folder = Path(shutil.copytree(ROOT / "examples/service_repo/infra", folder, ignore=ignored))

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, "PYTHONPATH": str(ROOT), "CDK_OUTDIR": str(self.folder / "cdk.out")}
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env={**variables, "CDK_VALIDATION": "false"},
            capture_output=True,
            text=True,
            check=False,
        )

    def synth(self) -> subprocess.CompletedProcess[str]:
        return self.run("app.py")

    def governed_cdk(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "governed_cdk", *arguments)

    def edit(self, old: str, new: str, *files: str) -> None:
        for file in files or ("app.py",):
            text = (self.folder / file).read_text()
            assert old in text
            (self.folder / file).write_text(text.replace(old, new))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose first lock is made."""
    made = Repository(tmp_path / "service")
    first = made.synth()
    assert first.returncode == 0, first.stderr
    assert "Lock them: governed-cdk accept" in first.stdout + first.stderr
    accepted = made.governed_cdk("accept")
    assert accepted.returncode == 0, accepted.stderr
    assert made.synth().returncode == 0
    return made


def test_a_lock_is_asked_for_made_and_kept(repository: Repository) -> None:
    assert repository.governed_cdk("lock", "--check").returncode == 0
    (repository.folder / LOCK).unlink()
    gone = repository.synth()
    assert gone.returncode == 2
    assert gone.stderr.startswith(f"error: {LOCK}: missing")
    assert repository.governed_cdk("lock", "--check").returncode == 2
    assert repository.governed_cdk("accept").returncode == 0
    assert repository.synth().returncode == 0


def test_the_only_stack_renamed_is_told_until_each_resource_is_lifted(repository: Repository) -> None:
    files = [str(path.relative_to(repository.folder)) for path in repository.folder.glob("environments/*.yaml")]
    repository.edit('slug = "fileflow"', 'slug = "files"')
    repository.edit("  fileflow:", "  files:", *files)
    renamed = repository.synth()
    assert renamed.returncode == 3
    assert "prod-fileflow: Files" in renamed.stdout + renamed.stderr
    refused = repository.governed_cdk("accept")
    assert refused.returncode == 3
    lost = [line.split()[-1] for line in refused.stdout.splitlines() if "let it go, on purpose:" in line]
    assert len(lost) > 1
    assert repository.governed_cdk("relock", lost[0]).returncode == 0
    assert repository.synth().returncode == 3
    assert repository.governed_cdk("relock", *lost[1:]).returncode == 0
    assert repository.synth().returncode == 0


def test_a_bucket_under_another_name_is_told_and_can_be_lifted(repository: Repository) -> None:
    repository.edit('kind="files"', 'kind="papers"')
    replaced = repository.synth()
    assert replaced.returncode == 3
    said = " ".join((replaced.stdout + replaced.stderr).split())
    assert "BucketName: prod-fileflow-files-111122223333, now prod-fileflow-papers-111122223333" in said
    assert repository.governed_cdk("relock", "prod-fileflow/Nothing").returncode == 2
    address = said.partition("governed-cdk relock ")[2].split()[0]
    assert repository.governed_cdk("relock", address).returncode == 0
    assert repository.synth().returncode == 0
