"""Who answers for a failed deploy: the owners of what changed, by CODEOWNERS, else those of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.gate.code_owners import read_code_owners

if TYPE_CHECKING:
    from governed_cdk.git import Git

_ANY = "a-file-of-no-folder"


def owners(git: Git, base: str = "", head: str = "HEAD") -> tuple[str, ...]:
    """`@user` or `@org/team`; nobody where there is no file that says so, or no repository."""
    try:
        after = git.commit(head)
        found = read_code_owners(lambda path: git.text(after, path, of_app=False))
        changed = git.changed(git.commit(base), after) if base else []
    except ConfigurationError:
        return ()
    return tuple(sorted(found.of_all(changed))) or found.of(_ANY)
