"""What the change is: the commits and lines since what was deployed last, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from governed_cdk.git import Git

NAME = "change"
_MOST_FILES = 100
_MOST_LINES = 200
_DULL = (".lock", "lock.json", "package-lock.json", ".snap", ".ambr", ".svg", ".png")


def collect(git: Git, base: str, head: str = "HEAD") -> list[Evidence]:
    """The files that differ, and the lines that came. Raises ConfigurationError for what git does not know."""
    before, after = git.commit(base), git.commit(head)
    files = git.changed(before, after)
    found = [Evidence(NAME, f"changed: {file}", Weight.CHANGE) for file in files[:_MOST_FILES]]
    if len(files) > _MOST_FILES:
        found.append(Evidence(NAME, f"and {len(files) - _MOST_FILES} files more", Weight.CHANGE))
    for file, number, line in git.added(before, after):
        if len(found) > _MOST_FILES + _MOST_LINES:
            break
        if line.strip() and not file.endswith(_DULL):
            found.append(Evidence(NAME, f"{file}:{number}: + {line.strip()}", Weight.CONTEXT))
    return found
