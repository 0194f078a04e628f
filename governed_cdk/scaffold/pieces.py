"""A stack, a construct or a rule: a file that works from the first moment, its test, and the lines that name it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.context import CDK_JSON, read_cdk_json
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.naming import pascal
from constructs_lib.kernel.platform_names import STATEMENT, taken
from constructs_lib.kernel.project import version
from governed_cdk.scaffold.rendering import rendered
from governed_cdk.scaffold.service import check_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_RULE = 60
_GOVERN = "govern(app, environment)"  # as the template has it


class NewKind(StrEnum):
    """What is written: a repository, or a part of one."""

    SERVICE = "service"
    STACK = "stack"
    CONSTRUCT = "construct"
    RULE = "rule"


@dataclass(frozen=True)
class _Line:
    """A line that goes into a file that is there: before the first that begins so, or in its place."""

    file: str
    before: str
    text: str
    instead: bool = False


def written(piece: NewKind, name: str, room: str) -> list[str]:
    """Write a piece into the repository that this folder is of, and say what was written and what to do next.

    Args:
        piece: what it is.
        name: in kebab-case; of a rule the sentence that it enforces.
        room: in the platform the folder that a construct or a rule belongs into.

    Raises ConfigurationError for a name or a room that is none, a file that is there, and a folder without an app.
    """
    check_name(piece, name, longest=_LONGEST_RULE if piece is NewKind.RULE else None)
    root, platform = _project()
    room = _room(piece, room, root) if platform else ""
    if piece is NewKind.STACK and not platform and (own := taken(name)):
        raise invalid("stack", name, f"a name that is not the platform's {own}")
    words = _words(name, room)
    files = rendered(f"{piece}_{'platform' if platform else 'service'}", words)
    lines = _lines(piece, words) if platform else _app_lines(piece, words)
    if piece is NewKind.RULE and not platform:
        if (root / "rules/__init__.py").exists():
            lines = ()  # the first one has taken them in
        else:
            files |= rendered("rules_service", {"pack": _pack(root)})
    _refuse_existing(root, files)
    texts, told = _with_lines(root, lines)
    for path, text in {**files, **texts}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(root / path, text)
    return [*(f"wrote {root / path}" for path in files), *(f"changed {root / path}" for path in texts), *told]


def _project() -> tuple[Path, bool]:
    """Where the app is, and whether it is the platform's own."""
    for folder in (Path(), Path("infra")):
        if (folder / CDK_JSON).is_file():
            return folder, STATEMENT in read_cdk_json(folder / CDK_JSON).get("context", {})
    raise ConfigurationError(f"{CDK_JSON}: neither here nor in infra/; call it in a repository with an app")


def _room(piece: NewKind, room: str, root: Path) -> str:
    if piece is NewKind.STACK:
        return ""
    parent = root / ("constructs_lib" if piece is NewKind.CONSTRUCT else "aspects/judge/rules")
    no_rooms = {"kernel", "platform", "runtime", "stack"}
    rooms = sorted(one.parent.name for one in parent.glob("*/__init__.py") if one.parent.name not in no_rooms)
    if room not in rooms:
        raise invalid("--room", room, ", ".join(rooms))
    return room


def _words(name: str, room: str) -> Mapping[str, str]:
    return {
        "slug": name,
        "module": name.replace("-", "_"),
        "Slug": pascal(name),
        "title": pascal(name),
        "Sentence": name.replace("-", " ").capitalize(),
        "room": room,
        "version": version(),
    }


def _pack(root: Path) -> str:
    """The name of the repository's own rules: its project's, as its environments say it, or its folder's."""
    return root.resolve().parent.name if root != Path() else root.resolve().name


def _lines(piece: NewKind, words: Mapping[str, str]) -> Sequence[_Line]:
    """The platform's door, and the list of those that stand twice in a stack; stacks and rules are found."""
    if piece is not NewKind.CONSTRUCT:
        return ()
    made, module, room = f"Governed{words['Slug']}", words["module"], words["room"]
    door = "constructs_lib/__init__.pyi"
    return (
        _Line(door, f"from .{room}", f"from .{room}.{module} import {made}\n"),
        _Line(door, '    "', f'    "{made}",\n'),
        _Line(
            "tests/constructs_lib/two_of_a_kind.py",
            '    "Governed',
            f'    "{made}": lambda s, k: lib.{made}(s, "X", kind=k),\n',
        ),
    )


def _app_lines(piece: NewKind, words: Mapping[str, str]) -> Sequence[_Line]:
    """The lines of a service's app that take a stack in, or make it judge by its own rules."""
    made, module = words["Slug"], words["module"]
    if piece is NewKind.STACK:
        return (
            _Line("app.py", "\n\nclass ", f"from stacks.{module} import {made}\n"),
            _Line("app.py", _GOVERN, f"{made}(app, environment)\n"),
        )
    if piece is NewKind.RULE:
        return (
            _Line("app.py", "from constructs_lib import start", "from pathlib import Path\n\n"),
            _Line("app.py", f"{_GOVERN}\n", f'{_GOVERN[:-1]}, rules=Path("rules"))\n', instead=True),
        )
    return ()


def _refuse_existing(root: Path, files: Mapping[str, str]) -> None:
    found = [str(root / path) for path in files if (root / path).exists()]
    if found:
        raise ConfigurationError(*(f"{path}: is there already; take another name" for path in found))


def _with_lines(root: Path, lines: Sequence[_Line]) -> tuple[dict[str, str], list[str]]:
    """The files that lines go into, with them; and what is left to do by hand where a file was written anew."""
    texts = dict[str, str]()
    told = list[str]()
    for line in lines:
        text = texts.get(line.file) or ((root / line.file).read_text(encoding="utf-8"))
        at = next((at for at in _starts(text) if text.startswith(line.before, at)), None)
        if at is None:
            told.append(f"put into {root / line.file}: {line.text.strip()}")
        else:
            texts[line.file] = text[:at] + line.text + text[at + len(line.before) * line.instead :]
    return texts, told


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
