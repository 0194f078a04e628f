"""Why an apply of CDK failed, told behind what it said: `governed-cdk diagnose`, by its table of causes alone.

Nothing here changes how the apply ends: what is in the way of an answer is told in a line. The environment file of the
checkout is copied, as data, into a folder of its own; no other file of the pull request is there.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from atlantis_workflow import programs
from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SECONDS = 300
_SAYS_ITSELF = {2, 3}
"""What `governed-cdk deploy` ends with where it refused before AWS was told anything, and has said why."""
_MOST_CHARACTERS, _MOST_BYTES = 20_000, 1024 * 1024
_WORKSPACE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_CUT = "\n... cut here: governed-cdk diagnose tells all of it"


def is_worth_it(code: int) -> bool:
    """Whether a deploy that ended so has left something to be explained."""
    return code not in _SAYS_ITSELF


def tell(
    python: Path, *, project: Path, assembly: Path, output: Path, workspace: str, folder: Path,
    variables: Mapping[str, str],
) -> None:  # fmt: skip
    """Print the answer. It reads the account as CDK's look-up role, and asks no model.

    Args:
        python: of the release that deployed.
        project: the checkout's, whose environment file says what the environment is.
        assembly: what was deployed.
        output: what the deploy said.
        workspace: the environment.
        folder: an empty one to work in.
        variables: of the program.
    """
    read = ["--env", workspace, "--assembly", str(assembly), "--output", str(output), "--look-up", "--no-model"]
    command = [str(python), "-Iu", "-m", "governed_cdk", "diagnose", *read]
    try:
        _settings(project, workspace, folder)
        code, said, error = programs.ask(command, folder, variables, seconds=SECONDS)
    except (Refused, OSError, subprocess.SubprocessError, ValueError) as reason:
        print(f"diagnose: no answer: {reason}", flush=True)
        return
    if code:
        said = f"diagnose: no answer: exit code {code}: {(error.strip().splitlines() or ['nothing said'])[-1]}"
    print(f"\n{said if len(said) <= _MOST_CHARACTERS else said[:_MOST_CHARACTERS] + _CUT}", flush=True)


def _settings(project: Path, workspace: str, folder: Path) -> None:
    """Copy what says what the environment is. Raises Refused for a name, or a file, that leads elsewhere."""
    if not _WORKSPACE.fullmatch(workspace):
        raise Refused(f"{workspace!r} is no name of an environment")
    for name, needed in ((f"environments/{workspace}.yaml", True), ("platform.json", False)):
        source = (project / name).resolve()
        inside = source.is_relative_to(project.resolve()) and source.is_file()
        if inside and source.stat().st_size <= _MOST_BYTES:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(source.read_bytes())
        elif needed:
            raise Refused(f"{name} is no file of the project, or larger than {_MOST_BYTES:,} bytes")
