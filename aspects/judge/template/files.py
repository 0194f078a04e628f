"""The files that templates are read from: regular ones of a bounded size, and none but those below what was named."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aspects.judge.template.json_body import read_json_body
from aspects.judge.template.limits import DEFAULT, Limits
from aspects.judge.template.yaml_body import read_yaml_body
from constructs_lib.kernel.errors import ConfigurationError, printable, shown
from constructs_lib.kernel.files import below, leads_out, read_regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_AGAIN = "run cdk synth again"


def unheard(note: str) -> None:
    """Where nobody is told what was left alone."""
    del note


@dataclass(frozen=True)
class Files:
    """What may be read for one path that the user named.

    `root` is that folder, or the folder of that file: nothing that lies outside is opened, whatever a template, a
    manifest or a link says. `note` is told what was left alone for that reason.
    """

    root: Path
    limits: Limits = DEFAULT
    note: Callable[[str], None] = field(default=unheard)

    def beside(self, folder: Path, name: object, said_by: str = "") -> Path | None:
        """The file of a name that stands in a file of a folder, where it is one that may be read; else None."""
        if not isinstance(name, str) or not name:
            return None
        path = folder / name
        if below(self.root, path):
            return path
        if said_by and leads_out(self.root, path):
            self.note(printable(f"{said_by}: {shown(name)} leads out of {self.root} and is not read"))
        return None

    def content(self, path: Path) -> bytes:
        """A file as it is. Raises ConfigurationError for what is no regular file, or too large."""
        most = self.limits.file_bytes
        return read_regular(path, most, f"given {{given}} bytes; allowed at most {most:,} (--limit file-bytes=...)")

    def parsed(self, path: Path) -> Any:
        """A JSON or YAML file as plain data. Raises ConfigurationError with the line of a mistake."""
        return self.data(path, self.content(path))

    def data(self, path: Path, content: bytes) -> Any:
        """As `parsed`, of a file whose content is read."""
        text = _text(path, content)
        if path.suffix == ".json" or text.lstrip().startswith("{"):
            try:
                return read_json_body(str(path), text, self.limits)
            except json.JSONDecodeError as error:
                if path.suffix == ".json":
                    raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
        return read_yaml_body(str(path), text, self.limits)

    def mapping(self, path: Path) -> dict[str, Any]:
        """A JSON file of an assembly. Raises ConfigurationError for one that is missing, outside, or no mapping."""
        if not below(self.root, path):
            wrong = "leads out of" if leads_out(self.root, path) else "missing from"
            raise ConfigurationError(f"{path}: {wrong} the assembly; {_AGAIN}")
        try:
            found = read_json_body(str(path), _text(path, self.content(path)), self.limits)
        except json.JSONDecodeError as error:
            raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
        if not isinstance(found, dict):
            raise ConfigurationError(f"{path}: not what cdk synth writes; {_AGAIN}")
        return found


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, language = content.count(b"\n", 0, error.start) + 1, "JSON" if path.suffix == ".json" else "YAML"
        raise ConfigurationError(f"{path}:{line}: not {language}: no UTF-8 text") from None
