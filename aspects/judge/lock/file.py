"""The file of the lock: which logical ids hold data, for each environment and stack, one line for each resource."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from pathlib import Path

LOCK_FILE = "stateful.lock.json"

_SHAPE = "environments with stacks with logical ids, each with the texts type and path"


@dataclass(frozen=True, slots=True)
class Locked:
    """One resource as the lock knows it: its CloudFormation type and its construct path."""

    type: str
    path: str


Lock = dict[str, dict[str, dict[str, Locked]]]
"""The locked resources by environment, stack and logical id. A nested stack is `<stack>/<logical id>`."""


def read_lock(path: Path) -> Lock:
    """The lock in a file; an empty one where there is no file. Raises ConfigurationError for anything else in it."""
    if not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            environment: {
                stack: {name: Locked(_text(one["type"]), _text(one["path"])) for name, one in resources.items()}
                for stack, resources in stacks.items()
            }
            for environment, stacks in data.items()
        }
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError):
        raise invalid(str(path), "something else", _SHAPE) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def lock_text(lock: Lock) -> str:
    """The lock as its file holds it: sorted JSON, one line for each resource."""
    environments = []
    for environment, stacks in sorted(lock.items()):
        blocks = []
        for stack, resources in sorted(stacks.items()):
            lines = (
                f"      {json.dumps(name)}: {json.dumps({'type': one.type, 'path': one.path})}"
                for name, one in sorted(resources.items())
            )
            blocks.append(f"    {json.dumps(stack)}: {{\n" + ",\n".join(lines) + "\n    }")
        environments.append(f"  {json.dumps(environment)}: {{\n" + ",\n".join(blocks) + "\n  }")
    return "{\n" + ",\n".join(environments) + "\n}\n" if environments else "{}\n"


def below_stack(path: str, stack: str) -> list[str]:
    """The parts of a construct path below its stack, which may stand in stages: `Stage/prod-rds/Database`.

    A governed stack is called as its construct is; any other is taken for the first part of the path.
    """
    parts = path.split("/")
    name = stack.partition("/")[0]  # of a stack nested in it, `prod-rds/Nested`
    return parts[parts.index(name) + 1 if name in parts else 1 :]
