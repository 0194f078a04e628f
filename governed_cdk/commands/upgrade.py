"""`governed-cdk upgrade`: what another version of the library would change in this app, before it is installed."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from constructs_lib.kernel.project import release_address, version
from governed_cdk.app_run import project_environments, synthesised_by
from governed_cdk.comparing.as_text import lines
from governed_cdk.terminal import say
from governed_cdk.upgrading.comparison import upgraded
from governed_cdk.upgrading.library import python_with

if TYPE_CHECKING:
    from governed_cdk.upgrading.comparison import Upgrade

_VERSION = re.compile(r"v?(\d+\.\d+\.\d+)")


def upgrade(
    *,
    to: Annotated[str, typer.Option(help="The release, such as v0.2.0: its wheel is fetched.")] = "",
    library: Annotated[
        Path | None, typer.Option(help="In place of --to: a wheel, or a folder with the sources.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option("--from", help="The same for what to compare with; else what is installed.")
    ] = None,
    env: Annotated[list[str] | None, typer.Option(help="An environment; else all. Give it once for each.")] = None,
) -> None:
    """Synthesise by both versions and show what changes in meaning, replacements first, and what is newly found.

    Nothing here is changed, and no account is asked. Exits with 3 where something would be replaced, deleted, less
    protected or more open, or where a new finding fails the synth.
    """
    new = _new(to, library)
    environments = _environments(env or [])
    with tempfile.TemporaryDirectory(prefix="governed-cdk-upgrade-") as name:
        found = list(_compared(environments, base, new, Path(name)))
    for one in found:
        _show(one)
    if any(one.wants_a_person for one in found):
        raise typer.Exit(EXIT_FINDINGS)


def _new(to: str, library: Path | None) -> Path | str:
    if bool(to) == bool(library):
        raise ConfigurationError("upgrade: say which version: --to v0.2.0, or --library with a wheel or a folder")
    if library:
        if not library.exists():
            raise invalid("--library", str(library), "a wheel or a folder, and nothing is there")
        return library
    if not (named := _VERSION.fullmatch(to)):
        raise invalid("--to", to, "a release, such as v0.2.0")
    return release_address(named[1])


def _environments(given: list[str]) -> list[str]:
    known = project_environments()
    for one in given:
        if one not in known:
            raise invalid("--env", one, ", ".join(known))
    return given or known


def _compared(environments: list[str], base: Path | None, new: Path | str, folder: Path) -> list[Upgrade]:
    old_bin = python_with(base, folder / "old") if base else Path(sys.executable).parent
    new_bin = python_with(new, folder / "new")
    found = []
    for environment in environments:
        pair: list[Path] = []
        for whose, bin_folder in ((str(base or version()), old_bin), (str(new), new_bin)):
            say(f"synth {environment} by {whose} ...", stderr=True)
            out = folder / f"{bin_folder.parent.name}-{environment}-{len(pair)}"
            pair.append(synthesised_by(bin_folder, environment, out, whose=whose))
        found.append(upgraded(environment, *pair))
    return found


def _show(one: Upgrade) -> None:
    say(f"{one.environment}: {len(one.differences)} differences, {len(one.findings)} new findings, {one.gone} gone")
    for line in lines(one.differences):
        say(f"  {line}")
    if one.findings:
        say("  New findings:")
    for finding in one.findings:
        level = "error" if finding.fails else "warning"
        say(f"    {level} {finding.rule} at {finding.place or 'the app'}: {finding.says}")
