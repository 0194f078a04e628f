"""What a value has to be, by a template or a JSON schema. What is wrong is told by field and rule, never by value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, did_you_mean, invalid
from constructs_lib.kernel.json_schema import Draft202012Validator
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from jsonschema import ValidationError

_FOLDER = Path(__file__).with_name("templates")
TEMPLATES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))
"""What the library knows: openai, anthropic, database and the like."""


@dataclass(frozen=True)
class Schema:
    """The fields of a secret, or the parameters of a branch."""

    name: str
    body: dict[str, Any]

    @property
    def fields(self) -> dict[str, Any]:
        """The schema of each field."""
        found: dict[str, Any] = self.body.get("properties", {})
        return found

    @property
    def required(self) -> tuple[str, ...]:
        """Fields that have to be there."""
        return tuple(self.body.get("required", ()))

    def mistakes(self, value: Any) -> list[str]:
        """What is wrong with a whole value: `api_key: not a key that begins sk-`."""
        return sorted({_told(error) for error in Draft202012Validator(self.body).iter_errors(value)})

    def field_mistakes(self, field: str, value: Any) -> list[str]:
        """What is wrong with one field's value; an unknown field is a mistake where no others are allowed."""
        if field not in self.fields:
            closed = self.body.get("additionalProperties") is False
            return [f"{field}: not known{did_you_mean(field, self.fields)}"] if closed else []
        return sorted({_told(error, field) for error in Draft202012Validator(self.fields[field]).iter_errors(value)})

    def typed(self, field: str, text: str) -> Any:
        """What a text means for a field: a number where a number is asked for, a list where a list is."""
        wanted = self.fields.get(field, {}).get("type")
        if wanted == "array":
            return [part.strip() for part in text.split(",")]
        if wanted not in ("integer", "number"):
            return text
        try:
            return int(text) if wanted == "integer" else float(text)
        except ValueError:
            return text  # which the schema refuses


def read_schema(given: str, beside: Path = Path()) -> Schema:
    """A template by its name, or a JSON schema from a file (YAML or JSON).

    Raises ConfigurationError for neither, and for a schema that is none.
    """
    if given in TEMPLATES:
        return Schema(given, dict(read_yaml(_FOLDER / f"{given}.yaml")))
    path = beside / given
    if not path.is_file():
        allowed = f"a file with a JSON schema, or {', '.join(TEMPLATES)}{did_you_mean(given, TEMPLATES)}"
        raise invalid("schema", given, allowed)
    body = json.loads(json.dumps(read_yaml(path)))
    try:
        Draft202012Validator.check_schema(body)
    except Exception as error:  # noqa: BLE001 - jsonschema's SchemaError, whose module loads much
        raise ConfigurationError(f"{path}: no JSON schema: {str(error).splitlines()[0]}") from None
    if body.get("type") != "object":
        raise invalid(f"{path}: type", body.get("type"), "object: the fields of a secret, the parameters of a branch")
    return Schema(given, body)


def _told(error: ValidationError, field: str = "") -> str:
    where = ".".join(part for part in (field, *map(str, error.absolute_path)) if part)
    value: Any = error.instance
    rule: Any = error.validator_value
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "required":
        missing = [name for name in rule if name not in value]
        return ", ".join(f"{where}.{name}".removeprefix(".") for name in missing) + ": missing"
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        unknown = [name for name in value if name not in known]
        return f"{', '.join(unknown)}: not known; allowed: {', '.join(known)}"
    if error.validator == "dependentRequired":
        return "; ".join(f"{name} needs {', '.join(others)}" for name, others in rule.items())
    said = (
        schema.get("description")
        or f"as {error.validator} {rule if isinstance(rule, str | int | float) else ''}".rstrip()
    )
    return f"{where or 'the value'}: not {said if 'description' in schema else f'{said} says'}"
