"""What must hold of an assembly as a whole. These rules judge `cdk.out`, where the others judge resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.ledger_rules import LedgerRule
from aspects.judge.template.acknowledged import acknowledged_in
from aspects.judge.template.digest import JUDGED, changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOVERNED = LedgerRule(
    "assembly-is-governed",
    "An assembly was governed.",
    "What nobody governed has passed neither cdk-nag nor the ledger nor the lock, and nothing was filled in.",
    "call aspects.govern(app, environment) before app.synth(), and synthesise again",
)
AS_JUDGED = LedgerRule(
    "assembly-is-as-judged",
    "An assembly is as it was judged.",
    "What changed after the rules saw it was seen by nobody.",
    "synthesise again; where it comes back, something edits the assembly after the rules: take that away",
)
ONLY_OURS = LedgerRule(
    "acceptances-have-owners",
    "A finding is accepted by accept() alone.",
    "CDK's own call takes no owner and no end, so that nobody ever looks at it again.",
    'accept(construct, "<pack>::<rule>", reason="...", owner="...", until="...") in its place',
)
ASSEMBLY_RULES = (GOVERNED, AS_JUDGED, ONLY_OURS)
"""The rules of an assembly."""


@dataclass(frozen=True)
class AssemblyFinding:
    """What is wrong with an assembly: the rule that it breaks, a sentence, the construct path where there is one."""

    rule: LedgerRule
    text: str
    place: str = ""


def assembly_findings(folder: Path) -> Iterator[AssemblyFinding]:
    """What is wrong with an assembly that has been read, beside what its resources are.

    Raises ConfigurationError for a digest that is none.
    """
    if (folder / JUDGED).is_file():
        for text in changed(folder):
            yield AssemblyFinding(AS_JUDGED, f"After it was judged, {text}.")
    else:
        yield AssemblyFinding(GOVERNED, f"This assembly was not governed: it has no {JUDGED}.")
    for one in acknowledged_in(folder):
        yield AssemblyFinding(ONLY_OURS, f"{one}.", one.place)
