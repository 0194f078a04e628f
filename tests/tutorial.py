"""The commands of docs/service-repositories.md, and what becomes of each: `tests/samples/tutorial.yaml` says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from constructs_lib.kernel.yaml_file import read_yaml
from tests.markdown import tokens
from tests.support import ROOT

PAGE = ROOT / "docs/service-repositories.md"
SAMPLE = ROOT / "tests/samples/tutorial.yaml"
_PROGRAMS = ("aws", "cd", "cdk", "gh", "governed-cdk", "make", "new", "npm", "pip", "python3", "relock")
_INSTALLED = re.compile(r"^(?:\.venv|new)/bin/")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What becomes of a command: it is run in a new repository and `ends`, is run by a `test`, or is not, and `why`."""

    command: str
    ends: int | None = None
    test: str = ""
    why: str = ""


def accounts() -> tuple[Account, ...]:
    """The reviewed table, in its order: those that are run in a new repository are run in that one."""
    rows: list[dict[str, Any]] = read_yaml(SAMPLE)["commands"]
    return tuple(Account(**row) for row in rows)


def commands() -> list[str]:
    """Every command of the page, in blocks and in its text, each once; a line that goes on is one."""
    found: list[str] = []
    for token in tokens(PAGE):
        if token.type == "code_inline":
            found.append(token.content)
        elif token.type == "fence" and token.info == "sh":
            found += token.content.replace("\\\n", " ").splitlines()
    parts = (part for line in found for part in line.partition(" #")[0].split(" && "))
    plain = (" ".join(_INSTALLED.sub("", part.strip()).split()) for part in parts)
    return list(dict.fromkeys(one for one in plain if " " in one and one.split()[0] in _PROGRAMS))
