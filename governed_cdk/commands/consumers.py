"""`governed-cdk consumers`: what the next release would change in repositories that use the last one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import Field

from constructs_lib.kernel.errors import EXIT_BAD_INPUT, ConfigurationError, invalid
from constructs_lib.kernel.setting_errors import validate
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.git import Git
from governed_cdk.scaffold.writing import write_files
from governed_cdk.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSUMERS = Path("consumers.yaml")
_EXAMPLE = Path("examples/service_repo")
# What a fresh repository is made of, by the base's own templates; no wheel is fetched, its sources are compared.
_FRESH = """
import json, sys
from governed_cdk.scaffold.library import Library
from governed_cdk.scaffold.service import Service
json.dump(Service(name="fresh", library=Library("0", "", "")).files(), sys.stdout)
"""


class Consumers(StrictModel):
    """The repositories that are asked."""

    folders: tuple[str, ...] = Field(default=())
    """Folders with an app, from this one on: checkouts of repositories that use the library."""


def consumers(
    *, base: Annotated[str, typer.Option(help="A commit to compare with; the last tag if absent.")] = ""
) -> None:
    """Run `governed-cdk upgrade` from a release to what is here, in every repository that uses it.

    Those are the example and a new service, both as the base has them, and the folders in consumers.yaml. Nothing of
    them is changed. Exits with 3 where somebody would lose, replace or open something, or is newly found something.
    """
    folders, git = _folders(), Git()
    commit = _commit(git, base)
    codes = dict[str, int]()
    with tempfile.TemporaryDirectory(prefix="governed-cdk-consumers-") as name, git.tree(commit) as old:
        for called, folder in {**dict(_own(old, Path(name))), **folders}.items():
            say(f"== {called}, from {base or commit[:12]}")
            codes[called] = _upgrade(folder, old)
    for called, code in codes.items():
        say(f"{called}: {'unchanged in what matters' if not code else f'exit {code}'}")
    worst = max(codes.values())
    if worst:
        raise typer.Exit(EXIT_BAD_INPUT if EXIT_BAD_INPUT in codes.values() else worst)


def _folders() -> dict[str, Path]:
    if not CONSUMERS.is_file():
        return {}
    found = validate(Consumers, read_yaml(CONSUMERS), str(CONSUMERS))
    folders = {one: Path(one) for one in found.folders}
    for one, folder in folders.items():
        if not (folder / "cdk.json").is_file():
            raise invalid(f"{CONSUMERS}: folders", one, "a folder that holds a cdk.json")
    return folders


def _commit(git: Git, base: str) -> str:
    revision = base or git.last_tag()
    if revision is None:
        raise ConfigurationError("consumers: no tag here yet; say what to compare with: base=main~20")
    try:
        return git.commit(revision)
    except ConfigurationError:
        raise invalid("--base", revision, "a tag, a branch or a commit of this repository") from None


def _own(old: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The example, and a new service as the base writes it, where it does."""
    example = old / _EXAMPLE
    yield "the example", example / "infra" if (example / "infra").is_dir() else example
    if not (old / "governed_cdk/scaffold").is_dir():
        say("a new service: the base writes none yet")
        return
    done = subprocess.run(  # noqa: S603 - this Python, with the sources of the base
        [sys.executable, "-c", _FRESH], env=_with(old), cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ConfigurationError("consumers: the base writes no new service", *done.stderr.splitlines()[-1:])
    write_files(folder / "fresh", json.loads(done.stdout))
    yield "a new service", folder / "fresh/infra"


def _upgrade(folder: Path, old: Path) -> int:
    here = Path.cwd()
    command = [sys.executable, "-m", "governed_cdk", "upgrade", "--from", str(old), "--library", str(here)]
    return subprocess.run(command, cwd=folder, env=_with(here), check=False).returncode  # noqa: S603 - our own


def _with(sources: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(sources.resolve())}
