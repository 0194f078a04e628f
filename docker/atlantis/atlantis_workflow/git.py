"""What Git says of a checkout: the commit of the base branch that a pull request was merged into.

Atlantis clones the base branch and merges the head into it, always by a commit (`--checkout-strategy=merge`; its own
working_dir.go asks for `HEAD^2` likewise). Git's folder is written by Atlantis alone; nothing of the checkout is read.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

_PARENTS = ("rev-list", "--parents", "--max-count=1", "HEAD")
_MERGE = 3  # the commit and its two parents


def base_of(root: Path, head: str) -> str:
    """The commit of the base branch. Raises Refused where the checkout is no merge of this head into it."""
    command = ["git", f"--git-dir={root / '.git'}", *_PARENTS]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - Git, over what Atlantis wrote
    commits = asked.stdout.split()
    if asked.returncode or len(commits) != _MERGE or commits[2] != head:
        raise Refused(f"checkout: no merge of {head} into its base branch; ATLANTIS_CHECKOUT_STRATEGY must be merge")
    return commits[1]
