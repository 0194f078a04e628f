"""`governed-cdk digest`: what `deploy --reviewed` takes, as the gate's comment ends with it, of one assembly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import invalid
from governed_cdk.deployment.unjudged import refuse_unjudged
from governed_cdk.preflight.account import Account
from governed_cdk.reviewed.account_parts import account_parts
from governed_cdk.reviewed.parts import assembly_parts
from governed_cdk.reviewed.record import ReviewRecord


def digest(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that will be deployed.")],
    base: Annotated[str, typer.Option(help="The commit of the base branch that it was made on.")] = "",
    record: Annotated[Path | None, typer.Option(help="A file for its parts: `deploy` takes it as --record.")] = None,
    no_account: Annotated[
        bool, typer.Option("--no-account", help="Ask no account; not valid where the environment is production.")
    ] = False,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is asked, such as a local one.")] = None,
) -> None:
    """Print the digest of an assembly and of what its account has now; exit with 3 where `deploy` would refuse it.

    It reads, and changes nothing: the look-up role is enough.
    """
    known = {stack_environment(stack) for stack in stacks_of(read_assembly(folder))}
    if env not in known:
        raise invalid("--env", env, f"{' or '.join(sorted(known)) or 'none'}, as synthesised into {folder}")
    refuse_unjudged(folder)
    account = None if no_account else account_parts(folder, env, Account(endpoint_url))
    made = ReviewRecord(env, base, assembly_parts(folder), account)
    if record:
        made.write(record)
    typer.echo(made.digest)
