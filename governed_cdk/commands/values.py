"""`governed-cdk values`: fill secrets and the parameter tree of an environment, or say what is missing there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the types of the arguments
from typing import Annotated

import typer

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError
from governed_cdk.preflight.account import Account
from governed_cdk.terminal import say
from governed_cdk.values.filling import fill, lacking
from governed_cdk.values.given import many_values, one_value
from governed_cdk.values.places import PARAMETERS, SECRETS, place
from governed_cdk.values.schemas import read_schema
from governed_cdk.values.store import Store
from governed_cdk.values.wanted import FILE, Wanted, read_wanted


class Action(StrEnum):
    """What is done."""

    SET = "set"
    MISSING = "missing"
    IMPORT = "import"


def values(
    action: Annotated[Action, typer.Argument(help="Set one, import many, or tell what is missing.")],
    name: Annotated[
        str, typer.Argument(help="Of set: secrets/SERVICE/NAME or parameters/BRANCH/NAME. Never a value.")
    ] = "",
    *,
    env: Annotated[str, typer.Option(help="The environment.")],
    file: Annotated[Path | None, typer.Option(help="Where values are; else standard input, typed unseen.")] = None,
    schema: Annotated[str, typer.Option(help="Of set: a template, or a file with a JSON schema.")] = "",
    wanted: Annotated[Path, typer.Option(help="What an environment has to hold, and by which schemas.")] = FILE,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Fill secrets and parameters, typed by a schema, or tell what is missing; no value is an argument or is printed.

    Nothing is written unless all is right; what is there already stays as it is. missing exits with 3 when a person has
    something to fill in.
    """
    if bool(name) is not (action is Action.SET):
        raise ConfigurationError(f"values {action}: {'takes no name' if name else 'say which: secrets/common/openai'}")
    environment = Environment.load(env)
    asked = read_wanted(wanted, environment)
    if action is Action.MISSING:
        _tell_missing(asked, environment, Store(Account(endpoint_url), environment))
        return
    if action is Action.SET:
        where = place(name, environment)
        if schema:
            known = read_schema(schema)
            asked = Wanted({where: known}) if where.kind == SECRETS else Wanted(branches={where.group: known})
        found = {where: one_value(where, asked.schema(where), file)}
    else:
        found = many_values(file, environment)
    for outcome in fill(found, asked, Store(Account(endpoint_url), environment)):
        say(str(outcome))


def _tell_missing(asked: Wanted, environment: Environment, store: Store) -> None:
    states = lacking(asked, environment, store)
    for state in states:
        say(str(state), "" if state.what == "filled" else "red")
    if not states:
        say(f"nothing is asked for: {FILE} says what an environment has to hold ({SECRETS}: and {PARAMETERS}:)")
    if any(state.what != "filled" for state in states):
        raise typer.Exit(EXIT_FINDINGS)
