"""What an app accepts in another way than by accept(): it counts for nothing, and the synth says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.assembly_rules import ONLY_OURS
from aspects.judge.template.acknowledged import Acknowledged, acknowledged_in, by_others
from aspects.tree import at
from aspects.violations import fatal
from constructs_lib.stack.acceptance import recorded_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import aws_cdk as cdk

    from aspects.judge.acceptances import Acceptance


def foreign_acceptances(
    app: cdk.App, folder: Path, stacks: Iterable[str], acceptances: Iterable[Acceptance]
) -> Iterator[cdk.PolicyViolation]:
    """One fatal violation for each: CDK's own acknowledgement, and metadata that looks as if accept() had written it.

    Args:
        app: the app.
        folder: its assembly, which holds the metadata of what is in stacks.
        stacks: the construct paths of its stacks.
        acceptances: what the templates say is accepted.
    """
    for one in sorted({*acknowledged_in(folder), *_above_stacks(app, stacks)}):
        yield fatal(ONLY_OURS.id, f"{one}.", one.place)
    recorded = recorded_in(app)
    for said in acceptances:
        if not said.in_template and (said.place, said.finding) not in recorded:
            text = f"{said.place}: metadata says that {said.finding} is accepted, and no accept() did"
            yield fatal(ONLY_OURS.id, f"{text}, so it counts for nothing; {ONLY_OURS.fix}.", said.place)


def _above_stacks(app: cdk.App, stacks: Iterable[str]) -> Iterator[Acknowledged]:
    """What is said of the app, its stages and groups, of which no manifest tells."""
    above = {"", *(path[:end] for path in stacks for end, letter in enumerate(path) if letter == "/")}
    for path in above:
        yield from by_others(path, map(_entry, at(app, path).node.metadata))


def _entry(entry: Any) -> dict[str, Any]:
    return {"type": entry.type, "data": entry.data}
