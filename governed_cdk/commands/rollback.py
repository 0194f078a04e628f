"""`governed-cdk rollback`: back to a release, as it was, when a deployment was wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.lock import LOCK_FILE, read_lock
from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.commands.deploy import deploy
from governed_cdk.comparing.as_text import lines
from governed_cdk.git import Git
from governed_cdk.preflight.account import Account
from governed_cdk.rolling_back.confirmation import against, plan, rollback_digest, strangers
from governed_cdk.rolling_back.findings import findings_of
from governed_cdk.rolling_back.health import ringing, watched
from governed_cdk.rolling_back.refusals import BARRIERS, barriers, gone_images, lost_data
from governed_cdk.rolling_back.release import release_of
from governed_cdk.terminal import say
from governed_cdk.today import today_or
from governed_cdk.upgrading.comparison import upgraded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.rolling_back.release import OldRelease

_WORK = Path("build") / "rollback"


def rollback(
    *,
    to: Annotated[str, typer.Option(help="The tag of the release to go back to.")],
    env: Annotated[str, typer.Option(help="The environment.")],
    folder: Annotated[Path, typer.Argument(help="The assembly of what is deployed now.")] = Path("cdk.out"),
    confirmed: Annotated[str, typer.Option(help="The digest that was planned: deploy it.")] = "",
    watch: Annotated[int, typer.Option(min=0, max=120, help="Minutes for which alarms are watched afterwards.")] = 10,
    file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE),
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Show what going back to a release changes; with --confirmed deploy it, and watch. May be run again at any point.

    Exits with 3 where something speaks against it, where nobody has confirmed it yet, and where a new alarm rings.
    """
    environment, account, git = Environment.load(env), Account(endpoint_url), Git()
    release = release_of(git, to, env, work=_WORK, tell=_note)
    _show(release, env, folder, account)
    _end_on(
        [
            *lost_data(release, env, read_lock(file)),
            *gone_images(release, account),
            *barriers(release, Path(BARRIERS), git),
            *_judged(release),
        ]
    )
    region, state = environment.region, _WORK / f"{env}.json"
    who = account.ask("sts", region, "get_caller_identity")[0].get("Arn", "?")
    digest = rollback_digest(release.assembly, env, account)
    if not confirmed:
        plan(state, digest=digest, by=who)
        say(f"to deploy it, another person runs: governed-cdk rollback --to {to} --env {env} --confirmed {digest}")
        raise typer.Exit(EXIT_FINDINGS)
    _end_on(against(state, given=confirmed, digest=digest, by=who, two=environment.production))
    before = ringing(account, env, region)
    deploy(release.assembly, env=env, yes=True, file=file, endpoint_url=endpoint_url)
    found = watched(lambda: ringing(account, env, region), before, minutes=watch)
    _end_on(f"{name} rings since the rollback" for name in found)
    say(f"{env} is as {to} was, and nothing new rings after {watch} minutes")


def _show(release: OldRelease, env: str, folder: Path, account: Account) -> None:
    for name in strangers(folder, env, account):
        _note(f"{name}: {folder} is not what is deployed; what is shown of it starts there")
    say(f"{env}: back to {release.tag} of {release.day}")
    for line in lines(upgraded(env, folder, release.assembly).differences):
        say(f"  {line}")


def _judged(release: OldRelease) -> list[str]:
    found = findings_of(release, today_or(""))
    for line in found.stood:
        _note(f"stood at {release.tag}: {line}")
    return [f"new since {release.tag}: {line}" for line in found.new]


def _end_on(found: Iterable[str]) -> None:
    told = list(found)
    for line in told:
        say(line, "red", stderr=True)
    if told:
        raise typer.Exit(EXIT_FINDINGS)


def _note(line: str) -> None:
    say(line, "yellow", stderr=True)
