"""`governed-cdk diagnose`: why a deploy failed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import ConfigurationError, invalid, printable
from governed_cdk.diagnosis import report, where
from governed_cdk.diagnosis.bedrock import Model
from governed_cdk.diagnosis.diagnosing import Given
from governed_cdk.diagnosis.diagnosing import diagnose as explained
from governed_cdk.diagnosis.failure import DeployRun
from governed_cdk.diagnosis.owners import owners
from governed_cdk.diagnosis.telling import tell
from governed_cdk.git import Git
from governed_cdk.preflight.account import Account
from governed_cdk.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class _Look:
    """Where to look: an account, the stacks that failed there, and what kept us from knowing them."""

    account: Account | None = None
    stacks: list[tuple[str, str]] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


def diagnose(
    *,
    env: Annotated[str, typer.Option(help="The environment that was deployed, a file of environments/.")],
    stack: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[@REGION]", help="A stack that failed; again for each. Else those that have."),
    ] = None,
    assembly: Annotated[Path, typer.Option(help="What was deployed: its stacks are looked at.")] = Path("cdk.out"),
    log: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A build's log; again for each.")] = None,
    output: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What the deploy printed.")] = None,
    trivy: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Trivy's report as JSON.")] = None,
    base: Annotated[str, typer.Option(metavar="REVISION", help="What was deployed last: tells the change.")] = "",
    service: Annotated[str, typer.Option(help="What it is called; the tag Project where absent.")] = "",
    aws: Annotated[bool, typer.Option(help="Read the account.")] = True,
    look_up: Annotated[bool, typer.Option("--look-up", help="Read the account as CDK's look-up role.")] = False,
    cdk: Annotated[bool, typer.Option(help="Ask `cdk diagnose` too.")] = False,
    model: Annotated[bool, typer.Option(help="Ask the model that the environment names.")] = True,
    issue: Annotated[bool, typer.Option(help="Report it as an issue on GitHub.")] = False,
    slack: Annotated[bool, typer.Option(help="Tell Slack, by SLACK_WEBHOOK_URL.")] = False,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Say why a deploy failed, and tell it; exit with 0 whatever cannot be read or told, with 2 for bad input."""
    environment = Environment.load(env)
    files = [_existing(name, paths or ()) for name, paths in (("--log", log), ("--output", output), ("--trivy", trivy))]
    look = _look(environment, stack or (), assembly, endpoint_url, aws=aws, look_up=look_up)
    git = Git()
    given = Given(
        logs=files[0], outputs=files[1], reports=files[2], git=git, base=base, account=look.account, stacks=look.stacks,
        assembly=assembly if cdk else None, untold=look.untold,
    )  # fmt: skip
    deploy = DeployRun(
        service=service or environment.tags.project, environment=environment.name, language=environment.language,
        moment=datetime.datetime.now(tz=datetime.UTC), stacks=tuple(name for name, _ in look.stacks),
        commit=where.commit_of(git), branch=where.branch(), run=where.run_address(), owners=owners(git, base),
    )  # fmt: skip
    asked = _model(environment, endpoint_url) if model else None
    failure = explained(deploy, given, characters=environment.diagnosis.characters, model=asked)
    typer.echo(f"# {printable(report.title(failure))}\n\n{report.markdown(failure)}")
    tell(failure, issue=issue, slack=slack, say=lambda line: say(line, stderr=True))


def _model(environment: Environment, endpoint_url: str | None) -> Model | None:
    settings = environment.diagnosis
    return Model(settings.profile, settings.region or environment.region, endpoint_url) if settings.model else None


def _existing(option: str, paths: Sequence[Path]) -> Sequence[Path]:
    for path in paths:
        if not path.is_file():
            raise invalid(option, str(path), "a file that is there")
    return paths


def _look(
    environment: Environment, stacks: Sequence[str], assembly: Path, endpoint_url: str | None, *, aws: bool,
    look_up: bool,
) -> _Look:  # fmt: skip
    found = _Look(stacks=where.named(stacks, environment.region))
    if not aws:
        return found
    try:
        account = where.signed_in(Account(endpoint_url), environment)
        found.account = where.looking_up(account, environment) if look_up else account
        if not found.stacks:
            found.stacks = where.failed(assembly, environment.name, found.account)
    except ConfigurationError as error:
        found.untold.append(f"{'stacks' if found.account else 'account'}: {error.mistakes[0]}")
    return found
