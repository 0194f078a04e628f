"""The environment file of a run against the committed `environments/schema.json`: before CDK and the stacks are loaded.

The schema is what `make docs` makes of the stacks' settings. A slip in a file is then told in half a second; what a
schema cannot say, the stacks' own validation tells later.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jsonschema import Draft202012Validator

from constructs_lib.kernel.environment import DEFAULT, FOLDER, Environment
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.sections import read_schema, unknown_sections
from constructs_lib.kernel.setting_errors import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError

STACKS = Path("stacks")


def check_environment(context: Mapping[str, Any]) -> None:
    """Refuse the environment that the context names when its file is wrong; all mistakes at once.

    Raises ConfigurationError for mistakes in what every environment has, and in the sections that the folder's schema
    knows. A section whose `stacks/<slug>.py` is there and not in the schema yet waits for its class.
    """
    name = str(context.get("env") or DEFAULT)
    environment = Environment.load(name, FOLDER)
    schema = read_schema(FOLDER)
    sections = schema.get("properties", {}).get("stacks", {}).get("properties", {})
    if not sections:
        return
    source = str(FOLDER / f"{name}.yaml")
    new = {path.stem.replace("_", "-") for path in STACKS.glob("*.py")}
    mistakes = unknown_sections(environment.stacks, {*sections, *new}, source)
    for slug, section in sections.items():
        given = environment.stacks.get(slug)
        if given is not None:
            mistakes += _mistakes({**section, "$defs": schema.get("$defs", {})}, given, f"{source}: stacks.{slug}")
    if mistakes:
        raise ConfigurationError(*mistakes)


def _mistakes(schema: Mapping[str, Any], given: Any, where: str) -> Iterator[str]:
    for error in sorted(Draft202012Validator(schema).iter_errors(given), key=lambda one: list(map(str, one.path))):
        yield from _sentences(_nearest(error), where)


def _nearest(error: ValidationError) -> ValidationError:
    """Of the branches of an `anyOf`, the one that the value has the type of."""
    typed = [one for one in error.context or () if one.validator != "type"]
    return _nearest(typed[0]) if len(typed) == 1 else error


def _sentences(error: ValidationError, where: str) -> Iterator[str]:
    key, given = ".".join([where, *map(str, error.absolute_path)]), cast("Any", error.instance)
    match error.validator:
        case "additionalProperties":
            known = cast("Any", error.schema).get("properties", {})
            patterns = cast("Any", error.schema).get("patternProperties", {})
            for name in sorted(set(given) - set(known)):
                if not any(re.search(pattern, name) for pattern in patterns):
                    yield f"{key}.{name}: unknown key{closest(str(name), known)}"
        case "required":
            for name in cast("Any", error.validator_value):
                if name not in given:
                    yield f"{key}.{name}: missing; required"
        case _:
            yield str(invalid(key, given, _allowed(error)))


_WORDS = {
    "integer": "a whole number", "number": "a number", "string": "text", "boolean": "true or false", "array": "a list",
    "object": "a mapping", "null": "nothing",
}  # fmt: skip


_BOUNDS = {
    "minimum": "{} or more", "maximum": "{} or less", "minItems": "{} items or more", "maxItems": "{} items or fewer",
    "minLength": "{} characters or more", "maxLength": "{} characters or fewer",
}  # fmt: skip


def _allowed(error: ValidationError) -> str:
    value, schema = cast("Any", error.validator_value), cast("Any", error.schema)
    match error.validator:
        case "enum":
            return ", ".join(map(str, value))
        case "type":
            return " or ".join(_WORDS[type_] for type_ in ([value] if isinstance(value, str) else value))
        case "pattern" if "allowed" in schema:
            return str(schema["allowed"])
        case "anyOf":
            return " or ".join(dict.fromkeys(_allowed(one) for one in error.context or ()))
    return _BOUNDS.get(str(error.validator), f"{error.validator} {{}}").format(value)
