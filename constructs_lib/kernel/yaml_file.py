"""YAML files of settings, read strictly: which file may be read at all, and what it must hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.files import read_regular
from constructs_lib.kernel.places import YamlMapping, at_most
from constructs_lib.kernel.yaml_text import Stop, YamlReader

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1_000_000  # bytes: no hand writes more settings than that, and none waits while they are read
_TOO_LARGE = f"larger than 1 MB; allowed: settings of at most {_LARGEST:,} bytes"
_NOT_WRITTEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # YAML 1.1, 5.1


def read_yaml(path: Path) -> YamlMapping:
    """A YAML file that holds a mapping, with the line of each of its values.

    Raises ConfigurationError, with the line of each mistake, for a file that is no regular one of at most 1 MB, for
    text that is no UTF-8 or no YAML, and for what `yaml_text` does not take.
    """
    data = read_yaml_text(_text(path), str(path))
    if not isinstance(data, YamlMapping):
        raise invalid(str(path), data, "a mapping of settings")
    return data


def read_yaml_text(text: str, name: str) -> Any:
    """The one document in a text: a YamlMapping, or whatever else it is. `name` is what errors call it.

    Raises ConfigurationError with a line for each mistake, ten at most.
    """
    if wrong := _NOT_WRITTEN.search(text):
        line = text.count("\n", 0, wrong.start()) + 1
        raise ConfigurationError(f"{name}:{line}: holds the control character U+{ord(wrong[0]):04X}; allowed: text")
    reader = YamlReader(name, text)
    try:
        value = reader.document()
    except Stop:
        value = None
    except yaml.MarkedYAMLError as error:
        value, mark = None, error.problem_mark or error.context_mark
        reader.refuse(mark.line if mark else 0, (), f"not YAML: {_problem(error, text)}")
    if reader.mistakes:
        raise ConfigurationError(*at_most(reader.mistakes, len(reader.mistakes), name))
    return value


def _problem(error: yaml.MarkedYAMLError, text: str) -> str:
    """What is wrong, in PyYAML's words but for the commonest mistake, which libyaml does not name."""
    line = text.split("\n")[error.problem_mark.line : error.problem_mark.line + 1] if error.problem_mark else []
    if line and "\t" in line[0][: len(line[0]) - len(line[0].lstrip())]:
        return "a tab before the text; allowed: spaces"
    return error.problem or error.context or "it cannot be read"


def _text(path: Path) -> str:
    data = read_regular(path, _LARGEST, _TOO_LARGE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path}:{line}: not UTF-8 text, which YAML files are here") from None
