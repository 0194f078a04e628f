"""A command of the AWS command line, as the facts and the operations page have it, made as a call.

So what people are told to type is what the rehearsal does. Only what those commands need is understood: `--option
value`, `--flag`, `--no-flag`, and `Key=a,Value=b` as an item of a list.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Callable


def call(command: str, client: Callable[[str], Any]) -> Any:
    """Make the call of `aws SERVICE OPERATION ...`. Raises ConfigurationError for a command that is not understood."""
    program, service, operation, *options = shlex.split(command)
    if program != "aws":
        raise invalid("command", command, "one of the AWS command line")
    api = client(service)
    method = operation.replace("-", "_")
    shape = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[method]).input_shape
    return getattr(api, method)(**_arguments(shape, options))


def _arguments(shape: Any, options: list[str]) -> dict[str, Any]:
    members = {name.lower(): name for name in shape.members}
    found: dict[str, Any] = {}
    while options:
        word = options.pop(0).removeprefix("--").replace("-", "")
        if word in members and shape.members[members[word]].type_name == "boolean":
            found[members[word]] = True
        elif word.removeprefix("no") in members and word not in members:
            found[members[word.removeprefix("no")]] = False
        elif word in members and options:
            found[members[word]] = _value(shape.members[members[word]], options.pop(0))
        else:
            raise invalid("option", word, ", ".join(sorted(members)))
    return found


def _value(shape: Any, text: str) -> Any:
    if shape.type_name != "list":
        return text
    if shape.member.type_name != "structure":
        return [text]
    return [dict(pair.split("=", 1) for pair in text.split(","))]
