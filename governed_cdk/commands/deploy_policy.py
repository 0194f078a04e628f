"""`governed-cdk deploy-policy`: the least that CloudFormation must be allowed to do to deploy an app."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from governed_cdk.deploy_policy.views import as_json, as_text, commands, deploy_policies, renewals
from governed_cdk.terminal import say

if TYPE_CHECKING:
    from aspects.judge.template import Template


class PolicyFormat(StrEnum):
    """How it is shown."""

    TEXT = "text"
    JSON = "json"


def deploy_policy(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str | None, typer.Option(help="The environment; needed where the assembly has several.")] = None,
    stack: Annotated[list[str] | None, typer.Option(help="A stack; again for each. Without it, all.")] = None,
    deployed: Annotated[
        Path | None, typer.Option(help="The assembly that is deployed: with what its resources need to be deleted.")
    ] = None,
    form: Annotated[PolicyFormat, typer.Option("--format", help="How it is shown.")] = PolicyFormat.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write each policy into a file of this folder.")] = None,
) -> None:
    """Print the policies of CloudFormation's role, computed from the templates; exit with 3 where one is incomplete.

    The platform's app has the boundary of its roles among them.
    """
    environment, stacks = _chosen(folder, env, stack or [])
    before = _chosen(deployed, environment, [])[1] if deployed else []
    made = deploy_policies(stacks, environment, before)
    if output:
        if output.is_file() or not output.parent.is_dir():
            raise invalid("--output", str(output), "a folder, or a new one in a folder that is there")
        output.mkdir(exist_ok=True)
        for name, document in made.every.items():
            write_whole(output / f"{name}.json", as_text(document))
    if form is PolicyFormat.JSON:
        sys.stdout.write(as_json(made))
    elif output:
        lines = [*commands(made, output), "# later, where the app has changed:", *renewals(made, output)]
        sys.stdout.write("\n".join(["# once, with the administrator's role:", *lines]) + "\n")
    else:
        sys.stdout.write(as_text(made.every))
        say("give --output FOLDER for a file of each, and the commands that use them", stderr=True)
    say(made.summary, stderr=True)
    for type_ in made.unknown:
        say(f"{type_}: nobody knows what it needs, and its actions are missing; add them by hand", "red", stderr=True)
    if made.unknown:
        raise typer.Exit(EXIT_FINDINGS)


def _chosen(folder: Path, env: str | None, names: list[str]) -> tuple[str, list[Template]]:
    """The environment that is meant, and its stacks: of one account."""
    every = stacks_of(read_assembly(folder))
    environments = sorted({stack_environment(one) for one in every})
    if env is None and len(environments) != 1:
        raise invalid("--env", "nothing", ", ".join(environments))
    if env is not None and env not in environments:
        raise invalid("--env", env, ", ".join(environments))
    found = [one for one in every if stack_environment(one) == (env or environments[0])]
    for name in names:
        if name not in {one.stack_name for one in found}:
            raise invalid("--stack", name, ", ".join(sorted(one.stack_name for one in found)))
    chosen = [one for one in found if not names or one.stack_name in names]
    accounts = sorted({one.account for one in chosen})
    if len(accounts) != 1:
        raise ConfigurationError(
            f"deploy-policy: the stacks are in {len(accounts)} accounts ({', '.join(accounts)}); give --stack for one"
        )
    return env or environments[0], chosen
