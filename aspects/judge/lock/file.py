"""The file of the lock: what holds data or has a name, for each environment and stack, and what of it may not change.

A lock belongs to one app: every stack that it holds is a stack of that app. Two apps that share a folder each have one
of their own, which `govern(..., lock=...)` names. `cdk.json` beside it says which locks a project has; one that is not
there is missing, not absent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aspects.judge.lock.replacement import Replacement
from constructs_lib.kernel.context import read_cdk_json
from constructs_lib.kernel.environment_names import FOLDER, environment_names
from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

LOCK_FILE = "stateful.lock.json"

MARK = "governed-cdk:locks"
"""The key of cdk.json's context that lists the files of a project's locks."""

_SHAPE = "environments with stacks with logical ids, each with the texts type, path and at, and createOnly"
_LIST = f'a list of files, such as ["{LOCK_FILE}"]'


@dataclass(frozen=True, slots=True)
class Locked:
    """One resource as the lock knows it: its CloudFormation type, its construct path, and where it is.

    `at` is `<account>/<region>`, empty where the template leaves that open. `create_only` are the values of which
    another makes another resource, by place, None for an absent one; None itself in a lock of a version that did not
    know them. `named` is the physical name of one without data, which is locked for nothing else: it may go, but
    nothing can replace it while it keeps its name. `replacement` says that a deploy may replace it, for a while.
    """

    type: str
    path: str
    at: str = ""
    create_only: Mapping[str, Any] | None = field(default=None, hash=False)
    named: str = ""
    replacement: Replacement | None = None


Lock = dict[str, dict[str, dict[str, Locked]]]
"""The locked resources by environment, stack and logical id. A nested stack is `<stack>/<logical id>`."""


def replacements(stacks: Mapping[str, Mapping[str, Locked]]) -> Iterator[tuple[str, Replacement]]:
    """What may be replaced in an environment's stacks: each by its address, `prod-rds/Database`."""
    for stack, resources in stacks.items():
        for name, one in resources.items():
            if one.replacement:
                yield f"{stack}/{name}", one.replacement


def read_lock(path: Path) -> Lock:
    """The lock in a file; an empty one where there is no file.

    Raises ConfigurationError for anything else in it, and where it is missing: cdk.json says that there is one.
    """
    if not path.is_file():
        if path.name in project_locks(path.with_name("cdk.json")):
            raise ConfigurationError(
                f"{path}: missing, and {MARK} in cdk.json says that the project has it. Take it from version control; "
                "where nothing is deployed yet, begin anew: governed-cdk accept"
            )
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            environment: {
                stack: {name: _locked(one, f"{path}: {stack}/{name}: replacement") for name, one in resources.items()}
                for stack, resources in stacks.items()
            }
            for environment, stacks in data.items()
        }
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError):
        raise invalid(str(path), "something else", _SHAPE) from None


def gone_environments(lock: Lock, path: Path) -> list[str]:
    """What is locked for an environment without a file beside the lock; nothing where no environment has one."""
    known = environment_names(path.parent / FOLDER)
    return sorted(lock.keys() - {*known}) if known else []


def project_locks(cdk_json: Path) -> list[str]:
    """The files of the locks that a project says it has; none where there is no cdk.json, or nothing in it.

    Raises ConfigurationError for what is no list of texts, and as `read_cdk_json`.
    """
    found = read_cdk_json(cdk_json).get("context", {}).get(MARK, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise invalid(f"{cdk_json}: context: {MARK}", found, _LIST)
    return found


def marked(text: str, lock: str) -> str:
    """The text of a cdk.json with one more lock in it, all else as it is but for white space."""
    data = json.loads(text)
    context = data.setdefault("context", {})
    context[MARK] = sorted({*context.get(MARK, []), lock})
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _locked(one: Mapping[str, Any], where: str) -> Locked:
    create_only = one.get("createOnly")
    if create_only is not None:
        create_only = dict.fromkeys(map(_text, one.get("absent", ()))) | create_only
    texts = (_text(one.get(key, "")) for key in ("at", "named"))
    meant = Replacement.read(where, one["replacement"]) if "replacement" in one else None
    return Locked(_text(one["type"]), _text(one["path"]), next(texts), create_only, next(texts), meant)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def lock_text(lock: Lock) -> str:
    """The lock as its file holds it: sorted JSON, one line for each resource and each value that may not change."""
    return "\n".join(_object(lock, _environment)) + "\n"


def _environment(stacks: Mapping[str, Mapping[str, Locked]]) -> Iterator[str]:
    yield from _object(stacks, lambda resources: _object(resources, _resource))


def _resource(one: Locked) -> Iterator[str]:
    values = {place: value for place, value in (one.create_only or {}).items() if value is not None}
    absent = sorted((one.create_only or {}).keys() - values.keys())
    meant = one.replacement.written() if one.replacement else None
    said: dict[str, Any] = {"type": one.type, "path": one.path, "at": one.at, "named": one.named, "replacement": meant}
    said["absent"] = absent
    line = json.dumps({key: value for key, value in said.items() if value or key in ("type", "path")})
    if one.create_only is None:
        yield line
        return
    first, *rest = _object(values, lambda value: iter([json.dumps(value, sort_keys=True)]))
    lines = [f'{line[:-1]}, "createOnly": {first}', *rest]
    yield from lines[:-1]
    yield f"{lines[-1]}}}"


def _object(items: Mapping[str, Any], lines_of: Callable[[Any], Iterator[str]]) -> Iterator[str]:
    """A JSON object, its keys sorted, indented by two more than what it stands in."""
    if not items:
        yield "{}"
        return
    yield "{"
    for number, (key, value) in enumerate(sorted(items.items()), start=1):
        first, *rest = lines_of(value)
        lines = [f"{json.dumps(key)}: {first}", *rest]
        lines[-1] += "," if number < len(items) else ""
        yield from (f"  {line}" for line in lines)
    yield "}"
