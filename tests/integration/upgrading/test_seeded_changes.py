"""`governed-cdk upgrade` on changes of the library whose verdicts are known: one that is drawn by day, all by night.

The library is copied once and each change made and taken back there; the apps are synthesised by it once unchanged.
GOVERNED_CDK_SEED draws the one of another run again.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from aspects.judge.registry import RULES
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError
from governed_cdk.app_run import synthesised_by
from governed_cdk.comparing.difference import DifferenceKind
from governed_cdk.upgrading.comparison import GRAVE, upgraded
from governed_cdk.upgrading.library import python_with
from tests.integration.upgrading.seeded import Seeded, expected, seeded, told
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

APPS = {app: Path(__file__).with_name(app) for app in ("files", "orders")}
LIBRARY = ("aspects", "constructs_lib", "governed_cdk")
EVERY = {one.name: one for one in seeded()}
SEED = int(os.environ.get("GOVERNED_CDK_SEED") or Random().randrange(10_000))  # noqa: S311 - a sample


@dataclass(frozen=True)
class Bench:
    """A copy of the library with a Python that has it, and both apps as it makes them."""

    folder: Path
    library: Path
    bin_folder: Path

    def synthesised(self, app: str, out: str, bin_folder: Path | None = None) -> Path:
        """The assembly of prod of one of the apps."""
        with contextlib.chdir(self.folder / app):
            out_folder = self.folder / out
            return synthesised_by(bin_folder or self.bin_folder, "prod", out_folder, whose="the changed library")

    def base(self, app: str) -> Path:
        """What the unchanged library makes of it."""
        made = self.folder / f"base-{app}"
        return made if made.exists() else self.synthesised(app, made.name)

    @contextlib.contextmanager
    def changed(self, change: Seeded) -> Iterator[Path]:
        """The programs of a Python with the changed library."""
        self.base(change.app)
        before = change.put(self.library)
        try:
            # What a library needs is read when it is installed.
            again = change.file == "pyproject.toml"
            yield python_with(self.library, self.folder / "again" / change.name) if again else self.bin_folder
        finally:
            (self.library / change.file).write_text(before, encoding="utf-8")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("upgrading")
    ignored = shutil.ignore_patterns("cdk.out")
    library = folder / "library"
    for name in LIBRARY:
        shutil.copytree(ROOT / name, library / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", library)
    for app, source in APPS.items():
        shutil.copytree(source, folder / app, ignore=ignored)
    return Bench(folder, library, python_with(library, folder / "python"))


def wrong(bench: Bench, change: Seeded) -> str:
    """What is told otherwise than the verdict says; empty where nothing is."""
    try:
        with bench.changed(change) as bin_folder:
            new = bench.synthesised(change.app, f"changed/{change.name}", bin_folder)
    except ConfigurationError as refused:
        said = "; ".join(refused.mistakes)
        return "" if change.refused and change.refused in said else f"refused: {said}"
    old = bench.base(change.app)
    found = upgraded("prod", old, new)
    verdict = {"told": expected(change, old, new), "findings": {*change.findings}, "refused": change.refused}
    got = {"told": told(found), "findings": {one.rule for one in found.findings}, "refused": ""}
    return "" if got == verdict else f"verdict {verdict}, but {got}"


@pytest.mark.parametrize("sort", sorted({name.partition("/")[0] for name in EVERY}))
def test_each_change_gets_its_verdict(bench: Bench, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    chosen = [one for name, one in EVERY.items() if name.startswith(f"{sort}/")]
    assert {one.name: said for one in chosen if (said := wrong(bench, one))} == {}


def test_the_command_says_it_of_two_folders(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change = Random(SEED).choice(list(EVERY.values()))  # noqa: S311 - a sample
    with capsys.disabled():
        sys.stdout.write(f"\nseeded change, seed {SEED}: {change.name}\n")
    changed = shutil.copytree(bench.library, bench.folder / "changed-library")
    change.put(changed)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    done = subprocess.run(
        [sys.executable, "-m", "governed_cdk", "upgrade", "--from", bench.library, "--library", changed, "--env=prod"],
        cwd=bench.folder / change.app, capture_output=True, text=True, check=False,
    )  # fmt: skip
    headings = [kind.value for kind in DifferenceKind if kind.name.lower() in change.told]
    assert [line[2:-1] for line in done.stdout.splitlines() if re.fullmatch("  [A-Z].*:", line)] == [
        *headings,
        *(["New findings"] if change.findings else []),
    ]
    assert done.returncode == code(change), done.stderr
    assert change.refused.replace("the changed library", str(changed)) in done.stderr


def code(change: Seeded) -> int:
    """What the command exits with."""
    if change.refused:
        return EXIT_BAD_INPUT
    severities = {f"governed-cdk::{rule.id}": rule.severity for rule in RULES}
    grave = change.told.keys() & {kind.name.lower() for kind in GRAVE}
    return EXIT_FINDINGS if grave or any(severities[one] != "warning" for one in change.findings) else 0
