"""Setting types of GitHub and git: owners, repositories, branches, environments."""

from __future__ import annotations

import re
from typing import Annotated

from constructs_lib.kernel.setting_kinds import text

# GitHub Docs, "Creating a new repository" and "Username considerations for external authentication".
_RESERVED_ENDS = (".git", ".wiki", ".atom")
# git-check-ref-format(1): what no branch is called; and what means something else where a branch is expected.
_NO_BRANCH = re.compile(r"\.\.|//|@\{|(^|/)[./-]|[./]\Z|\.lock(/|\Z)|^(HEAD|refs/.*)\Z")


def _repository(name: str) -> bool:
    return not name.lower().endswith(_RESERVED_ENDS) and any(sign.isalnum() for sign in name)


GitHubOwner = Annotated[str, *text("a GitHub user or organization", r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*", longest=39)]
GitHubName = Annotated[
    str,
    *text("a GitHub owner or repository name, without .git at its end", r"[A-Za-z0-9_.-]{1,100}", _repository),
]
GitHubEnvironment = Annotated[
    str, *text("the name of a GitHub environment, such as prod", r"[A-Za-z0-9][A-Za-z0-9_.-]{0,254}")
]
GitBranch = Annotated[
    str,
    *text(
        "the name of a branch as in main or release/2, without refs/heads/ and without a star",
        r"[A-Za-z0-9_./-]{1,255}",
        lambda name: not _NO_BRANCH.search(name),
    ),
]
