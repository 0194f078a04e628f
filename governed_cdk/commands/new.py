"""`governed-cdk new`: a service repository, a stack, a construct or a rule; and what a template has improved since."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from governed_cdk.scaffold.library import library as chosen_library
from governed_cdk.scaffold.pieces import NewKind, written
from governed_cdk.scaffold.proof import prove
from governed_cdk.scaffold.service import Deployer, Service, check_service_name
from governed_cdk.scaffold.update import update as updated
from governed_cdk.scaffold.writing import new_folder, write_files
from governed_cdk.terminal import say

_ENVIRONMENTS = ("dev", "stg", "prod")


def new(
    kind: Annotated[NewKind | None, typer.Argument(help="A repository, or a part of the one that this is.")] = None,
    name: Annotated[str, typer.Argument(help="Its name, in kebab-case.")] = "",
    *,
    deployer: Annotated[Deployer, typer.Option(help="Of a service: who deploys.")] = Deployer.ATLANTIS,
    library: Annotated[
        Path | None, typer.Option(help="Of a service: a wheel to pin in place of the release that is installed.")
    ] = None,
    folder: Annotated[Path | None, typer.Option(help="Of a service: where to, an empty one; else NAME.")] = None,
    team: Annotated[str, typer.Option(help="Of a service: the team at GitHub and in tags; else NAME-team.")] = "",
    owner: Annotated[str, typer.Option(help="Of a service: the address of who is called.")] = "",
    room: Annotated[str, typer.Option(help="In the platform: the folder of a construct or of a rule.")] = "",
    files_only: Annotated[
        bool, typer.Option("--files-only", help="Of a service: neither try it nor write lock and snapshots.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Take over what this release has improved in the files of a service.")
    ] = False,
) -> None:
    """Write a service repository that synthesises and passes its tests, or a stack, construct or rule with its test.

    All is written or nothing. --update merges three ways, and exits with 3 where a file holds a conflict then.
    """
    if update:
        if kind or name:
            raise ConfigurationError("new --update: takes no name; it is of the repository in this folder")
        _update(library)
    elif kind is None or not name:
        raise ConfigurationError(f"new: say what and how it is called: {', '.join(NewKind)}, and a name in kebab-case")
    elif kind is NewKind.SERVICE:
        check_service_name(name)  # before the wheel is asked for: the name is what was just typed
        service = Service(name=name, deployer=deployer, team=team, owner=owner, library=chosen_library(library))
        _service(service, folder or Path(name), files_only=files_only)
    else:
        for line in written(kind, name, room):
            say(line)


def _service(service: Service, folder: Path, *, files_only: bool) -> None:
    with new_folder(folder) as made:
        files = service.files()
        write_files(made, files)
        if not files_only:
            say(f"trying it: {', '.join(_ENVIRONMENTS)} ...", stderr=True)
            prove(made / "infra", _ENVIRONMENTS)
    say(f"{folder}: {len(files)} files; README.md has the first hour")


def _update(library: Path | None) -> None:
    if not Path(".git").exists():
        raise invalid("new --update", "a folder without .git", "the root of a repository, with everything committed")
    result = updated(Path(), chosen_library(library))
    for line in result.changes:
        say(line)
    for line in result.conflicts:
        say(f"conflict: {line}", "red")
    if result.conflicts:
        raise typer.Exit(EXIT_FINDINGS)
    say("make setup accept test: take it over" if result.changes else "nothing to take over")
