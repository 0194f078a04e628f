"""Values as a person hands them over: on standard input, in a file, or typed unseen. No mistake repeats one."""

from __future__ import annotations

import getpass
import re
import sys
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.yaml_file import read_yaml_text
from governed_cdk.values.places import PARAMETERS, SECRETS, ValuePlace, place

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib.kernel.environment import Environment
    from governed_cdk.values.schemas import Schema
    from governed_cdk.values.wanted import Wanted

_LARGEST = 65_536  # bytes of a secret (Secrets Manager API reference, PutSecretValue: SecretString)


def text_of(file: Path | None) -> tuple[str, str]:
    """The text of a file, or else of standard input, and what to call it. Raises ConfigurationError."""
    name = str(file) if file else "standard input"
    try:
        data = file.read_bytes() if file else sys.stdin.buffer.read()
        text = data.decode("utf-8")
    except OSError as error:
        raise ConfigurationError(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{name}: no UTF-8 text") from None
    if not text.strip():
        raise ConfigurationError(f"{name}: empty; allowed: a value")
    return text, name


def one_value(where: ValuePlace, schema: Schema | None, file: Path | None) -> Any:
    """The value of one place: fields where its schema has some, a text otherwise, typed as the schema says."""
    if file is None and sys.stdin.isatty():
        return _typed_unseen(where, schema)
    text, name = text_of(file)
    if where.kind == PARAMETERS:
        return schema.typed(where.name, text.rstrip("\n")) if schema else text.rstrip("\n")
    return _parsed(text, name) if schema else text.rstrip("\n")


def many_values(file: Path | None, environment: Environment) -> dict[ValuePlace, Any]:
    """Every value of a file with `secrets:` and `parameters:`. Raises ConfigurationError."""
    text, name = text_of(file)
    data = _parsed(text, name)
    if not isinstance(data, dict) or not data or set(data) - {SECRETS, PARAMETERS}:
        raise ConfigurationError(f"{name}: allowed: {SECRETS}: and {PARAMETERS}:, each with names and their values")
    found: dict[ValuePlace, Any] = {}
    for kind, groups in data.items():
        for path, value in _flat(kind, groups, name):
            found[place(path, environment)] = value
    return found


def checked(where: ValuePlace, value: Any, wanted: Wanted) -> list[str]:
    """What is wrong with a value, a line each, by its schema or by what AWS takes."""
    schema = wanted.schema(where)
    if where.kind == SECRETS:
        wrong = schema.mistakes(value) if schema else _secret_mistakes(value)
    else:
        wrong = schema.field_mistakes(where.name, value) if schema else []
        wrong += _parameter_mistakes(value)
    return [f"{where}: {one}" for one in wrong]


def _flat(kind: str, groups: Any, name: str) -> list[tuple[str, Any]]:
    """`secrets: {common/openai: ...}` and `parameters: {agents: {model: ...}}` as paths."""
    if not isinstance(groups, dict):
        raise invalid(f"{name}: {kind}", type(groups).__name__, "names and their values")
    if kind == SECRETS:
        return [(f"{kind}/{path}", value) for path, value in groups.items()]
    for branch, values in groups.items():
        if not isinstance(values, dict):
            raise invalid(f"{name}: {kind}.{branch}", type(values).__name__, "names and their values")
    return [(f"{kind}/{branch}/{one}", value) for branch, values in groups.items() for one, value in values.items()]


def _parsed(text: str, name: str) -> Any:
    try:
        return read_yaml_text(text, name)
    except ConfigurationError as error:
        # A parser repeats what it stumbles over.
        lines = [re.match(r":(\d+)", mistake.removeprefix(name)) for mistake in error.mistakes]
        at = f":{lines[0][1]}" if lines and lines[0] else ""
        raise ConfigurationError(f"{name}{at}: no YAML or JSON; does a text lack its quotes?") from None


def _typed_unseen(where: ValuePlace, schema: Schema | None) -> Any:
    if where.kind == PARAMETERS or schema is None:
        typed = getpass.getpass(f"{where}: ")
        return schema.typed(where.name, typed) if schema else typed
    found: dict[str, Any] = {}
    for field in schema.fields:
        hint = "" if field in schema.required else " (Enter: none)"
        if typed := getpass.getpass(f"{where} {field}{hint}: "):
            found[field] = schema.typed(field, typed)
    return found


def _secret_mistakes(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [] if value else ["no fields"]
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= _LARGEST:
        return [f"not a text of 1 to {_LARGEST} bytes, or fields"]
    return []


def _parameter_mistakes(value: Any) -> list[str]:
    """As `check_parameter` for plain ones: 1 to 4,096 characters, no `{{` (SSM API reference, PutParameter)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | list):
        return ["not a text, a number or a list; put on, off, yes and no in quotes"]
    text = parameter_text(value)
    if not 1 <= len(text) <= 4096 or "{{" in text:
        return ["not 1 to 4096 characters without {{"]
    return []


def parameter_text(value: Any) -> str:
    """A parameter's value as Parameter Store holds it."""
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
