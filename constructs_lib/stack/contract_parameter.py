"""The SSM parameter that carries an output of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_ssm as ssm

from constructs_lib.kernel.output import WireType
from constructs_lib.stack.codecs import CODECS

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.kernel.output import Output


def write(scope: Construct, construct_id: str, output: Output[Any], value: Any, *, name: str) -> None:
    """Make the parameter under a name, as a list where the output travels as one."""
    encoded, meaning = CODECS[output.kind].encode(value), output.meaning
    if output.wire is WireType.STRING_LIST:
        ssm.StringListParameter(
            scope, construct_id, parameter_name=name, string_list_value=encoded, description=meaning
        )
    else:
        ssm.StringParameter(scope, construct_id, parameter_name=name, string_value=encoded, description=meaning)
