"""What takes a secret out of a template: a reference to where it is kept, or nothing in its place. Never shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aspects.judge.patch import GONE, Patch
from aspects.judge.readings.rewriting import branches
from aspects.judge.readings.secrets import is_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Template

KEPT: Final = "<secret arn>"
REFERENCE: Final = f"{{{{resolve:secretsmanager:{KEPT}}}}}"
TEXT: Final = "<the text without the secret>"
_SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - a type


class Written(NamedTuple):
    """Where something is written: the way to it from the template's root, and whether it is `inside` a text there."""

    way: tuple[str | int, ...]
    inside: bool = False

    def below(self, step: str | int) -> Written:
        """What is written one step further down; inside of a text there is no such way."""
        return self if self.inside else Written((*self.way, step))


def without_value(template: Template, value: Any, at: Written, name: str = "") -> tuple[Patch, ...]:
    """The changes that put something else where a secret is a value, in each branch of a condition that has one."""
    if at.inside or not at.way:
        return tuple(_instead(template, at, TEXT, name))
    return tuple(
        patch
        for branch, end in branches(value, at.way)
        for written, way in _items(end, branch)
        if any(is_literal(one) for one in template.alternatives(written))
        for patch in (_of_parameter(template, written) or _instead(template, Written(way), _replaced(way)))
    )


def without_text(template: Template, text: str, at: Written, *, script: bool, name: str = "") -> tuple[Patch, ...]:
    """The changes for a text that gives a secret away: a reference for one that may be nothing but the secret.

    `name` is what a script gives the secret as a value.
    """
    alone = not script and not at.inside and len(text.split()) == 1
    key = name if text.lstrip().startswith("{") else ""
    return tuple(_instead(template, at, _replaced(at.way) if alone else TEXT, key))


def has_default(template: Template, parameter: str) -> bool:
    """Whether a parameter has a default, rather than what a parent gives it."""
    body = template.parameters.get(parameter)
    return isinstance(body, dict) and "Default" in body


def without_default(name: str) -> tuple[Patch, ...]:
    """The change of a parameter that everybody can read the default of."""
    return (Patch(("Parameters", name, "Default"), GONE),)


def without_output(name: str) -> tuple[Patch, ...]:
    """The change of an output that shows what it should not."""
    return (Patch(("Outputs", name), GONE),)


def _items(value: Any, way: tuple[str | int, ...]) -> Iterator[tuple[Any, tuple[str | int, ...]]]:
    if isinstance(value, list):
        yield from ((item, (*way, index)) for index, item in enumerate(value))
    else:
        yield value, way


def _of_parameter(template: Template, written: Any) -> tuple[Patch, ...]:
    name = written.get("Ref") if isinstance(written, dict) else None
    return without_default(name) if isinstance(name, str) and has_default(template, name) else ()


def _replaced(way: tuple[str | int, ...]) -> str:
    """What stands for a secret: a dynamic reference, which only properties may hold (CloudFormation User Guide)."""
    return KEPT if "Metadata" in way[:3] else REFERENCE


def _instead(template: Template, at: Written, value: str, key: str = "") -> Iterator[Patch]:
    match at.way:
        case ("Outputs", str(output), *_):
            yield from without_output(output)
        case ("Parameters", str(parameter), "Default", *_):
            yield from without_default(parameter)
        case ("Resources", str(resource), "Properties", "SecretString") if _is_secret(template, resource):
            yield Patch(at.way, GONE)
            yield Patch((*at.way[:-1], "GenerateSecretString"), _generated(key))
        case way:
            yield Patch(way, value)


def _is_secret(template: Template, logical_id: str) -> bool:
    return logical_id in template.resources and template.resources[logical_id].type == _SECRET


def _generated(key: str) -> dict[str, Any]:
    if not key:
        return {"PasswordLength": 32}
    return {"SecretStringTemplate": '{"username": "<user name>"}', "GenerateStringKey": key}
