"""What consumers rely on, as one flat table: names and their arguments, outputs, rules, commands, construct ids.

A key is what somebody wrote or deployed, its value what must stay as it is.
"""

from __future__ import annotations

import enum
import inspect
import json
from typing import TYPE_CHECKING

import aspects
import constructs_lib
from constructs_lib import contract, platform
from governed_cdk.cli import COMMANDS, app
from governed_cdk.pages.rules import SHOWN
from tests.constructs_lib.platform.two_of_a_kind import ABROAD
from tests.constructs_lib.two_of_a_kind import TWICE, stack_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import ModuleType

    import click

DOORS: tuple[ModuleType, ...] = (constructs_lib, platform, aspects)
OURS = ("constructs_lib", "aspects")


def promised() -> dict[str, str]:
    """Everything but what a synth makes."""
    found = [pair for door in DOORS for name in door.__all__ for pair in _of_a_name(door, name)]
    found += [(f"output {output.path('<env>')}", f"{output.kind} as {output.wire}") for output in contract.ALL]
    found += [(f"rule {rule.id}", "") for rule in SHOWN]
    found += list(_of_the_commands())
    return dict(sorted(found))


def made(assembly: Path) -> dict[str, str]:
    """Path below the construct and logical id of each resource that a construct of the library makes.

    `assembly` is the one of `tests.constructs_lib.two_of_a_kind`: a stack for each construct, which has one `One/X`.
    """
    found: dict[str, str] = {}
    for name in (*TWICE, *ABROAD):
        stack = stack_of(name)
        template = json.loads((assembly / f"{stack}.template.json").read_text(encoding="utf-8"))
        for id_, resource in template["Resources"].items():
            path = str(resource.get("Metadata", {}).get("aws:cdk:path", ""))
            if path.startswith(f"{stack}/One/X"):
                found[f"resource {name}{path.removeprefix(f'{stack}/One/X')}"] = f"{id_} {resource['Type']}"
    return dict(sorted(found.items()))


def _of_a_name(door: ModuleType, name: str) -> Iterator[tuple[str, str]]:
    value, key = getattr(door, name), f"{door.__name__}.{name}"
    yield key, "class" if inspect.isclass(value) else "function" if inspect.isroutine(value) else "value"
    if inspect.isclass(value) and issubclass(value, enum.Enum):
        yield from ((f"{key}.{member}", "member") for member in value.__members__)
    elif inspect.isclass(value):
        yield from _arguments(key, value)
        yield from ((f"{key}.{member}", "member") for member in sorted(_members(value)))
    elif inspect.isroutine(value):
        yield from _arguments(key, value)


def _arguments(key: str, what: object) -> Iterator[tuple[str, str]]:
    if not callable(what):
        return
    try:
        parameters = inspect.signature(what).parameters.values()
    except (TypeError, ValueError):  # a plain type of Python's
        return
    for one in parameters:
        if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            yield f"{key}({one.name})", "required" if one.default is one.empty else "optional"


def _members(class_: type) -> Iterable[str]:
    """What our own classes among its bases define; what CDK's or pydantic's have is not ours to promise."""
    own = [base for base in class_.__mro__ if base.__module__.split(".")[0] in OURS]
    shown = {name for base in own for name in (*vars(base), *getattr(base, "__annotations__", {}))}
    return {name for name in shown if not name.startswith("_") and name not in ("model_config", "jsii_type")}


def _of_the_commands() -> Iterator[tuple[str, str]]:
    import typer.main  # noqa: PLC0415 - click's view of the commands, asked for once

    group = typer.main.get_command(app)
    for name in COMMANDS:
        yield f"command {name}", ""
        command: click.Command | None = group.get_command(None, name)  # type: ignore[attr-defined]  # typer says less than it gives: a group
        for parameter in command.params if command else ():
            for option in parameter.opts:
                if option.startswith("--"):
                    yield f"command {name} {option}", "required" if parameter.required else "optional"
