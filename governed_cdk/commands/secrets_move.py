"""`governed-cdk secrets-move`: a secret out of a parameter or a variable, into Secrets Manager."""

from __future__ import annotations

import functools
from typing import Annotated

import typer

from constructs_lib.kernel.errors import ConfigurationError, printable
from governed_cdk.secrets.moving import SecretMove
from governed_cdk.terminal import say


def secrets_move(
    *,
    to: Annotated[str, typer.Option(help="The secret, /<org>/<service>/<env>/<name>; made where there is none.")],
    parameter: Annotated[str, typer.Option(help="A plain parameter that holds it.")] = "",
    function: Annotated[str, typer.Option(help="A function that has it in a variable; with --variable.")] = "",
    variable: Annotated[str, typer.Option(help="The variable.")] = "",
    key: Annotated[str, typer.Option(help="KMS key of a new secret, such as alias/prod-secrets.")] = "",
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Move it, by your own rights and without showing it. Can be done again where it was killed."""
    if bool(parameter) == bool(function) or bool(function) != bool(variable):
        raise ConfigurationError("give --parameter NAME, or --function NAME with --variable NAME")
    import boto3  # noqa: PLC0415 - an extra: other commands do without
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the same

    move = SecretMove(functools.cache(functools.partial(boto3.client, endpoint_url=endpoint_url)), to, key)
    try:
        for line in move.parameter(parameter) if parameter else move.variable(function, variable):
            say(line)
    except (BotoCoreError, ClientError) as error:
        raise ConfigurationError(printable(str(error))) from None
