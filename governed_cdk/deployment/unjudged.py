"""An assembly that the rules have not seen, or not as it is now: nobody deploys it, and nobody reviews it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from aspects.judge.assembly_rules import AS_JUDGED, GOVERNED, assembly_findings
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.terminal import say

if TYPE_CHECKING:
    from pathlib import Path


def refuse_unjudged(folder: Path) -> None:
    """End with 3, and say why, where nobody governed the assembly, or it is not what the rules saw.

    Raises ConfigurationError for a digest of what was judged that is none.
    """
    found = [one for one in assembly_findings(folder) if one.rule in (GOVERNED, AS_JUDGED)]
    for one in found:
        say(f"{folder}: {one.text} {one.rule.fix}", "red", stderr=True)
    if found:
        raise typer.Exit(EXIT_FINDINGS)
