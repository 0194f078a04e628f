"""For programs. The shape is stable: `version` changes when a field goes or changes its meaning, not when one is added.

    {"version": 1,
     "findings": [{"rule", "pack", "since", "link", "severity", "template", "line", "logical_id", "type",
                   "construct_path", "source", "property", "found", "why", "fix", "accept",
                   "patches": [{"path", "value", "placeholders"}]}],
     "unknown": [the same],
     "accepted": [the same, with "reason", "owner" and "until"; by design of the library, with its version "by_design"],
     "faults": [text],
     "summary": {"findings", "warnings", "unknown", "accepted", "faults", "resources", "templates", "seconds",
                 "ledger": {"people", "by_design", "packs": {pack: count}}}}

`accepted` is of the rules that judged here; `ledger`, in what `check` writes, counts all that the templates accept,
also of cdk-nag and CDK's validator where their synth ran them. `line` and the counts are whole numbers, `seconds` is a
number, the rest is text; `severity` is `error` or `warning`, `pack` whose rule it is, `since` the version that brought
it, `link` its page, where it has one. `patches` are the fix as changes of the template that is named: `path` leads to
a value by keys and indices, `value` is what should stand there (without it, what does is taken away), `placeholders`
are the `<...>` in it that only its reader can fill in. `file` is the one that it is of, where that is another.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import printable
from governed_cdk.formats.json_pieces import Lazy, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.formats.report import CheckReport, ReportedFinding

_FIELDS = (
    "rule", "pack", "since", "link", "severity", "template", "line", "logical_id", "type", "construct_path", "source",
    "property", "found", "why", "fix", "accept",
)  # fmt: skip


def pieces(report: CheckReport) -> Iterator[str]:
    """The report as JSON; what a pipeline would take for a command is spelled as an escape, which means the same."""
    return (piece.replace("##", "\\u0023#") for piece in pieces_of(data(report)))


def data(report: CheckReport) -> dict[str, Any]:
    """The report as plain data, its findings made as somebody goes through them."""
    return {
        "version": 1,
        "findings": Lazy(lambda: map(_data, report.findings)),
        "unknown": Lazy(lambda: map(_data, report.unknown)),
        "accepted": Lazy(lambda: map(_data, report.accepted)),
        "faults": list(report.faults),
        "summary": {
            "findings": len(report.errors),
            "warnings": len(report.warnings),
            "unknown": len(report.unknown),
            "accepted": len(report.accepted),
            "faults": len(report.faults),
            "resources": report.resources,
            "templates": len(report.templates),
            "seconds": round(report.seconds, 3),
            **({"ledger": asdict(report.tally)} if report.tally else {}),
        },
    }


def _data(finding: ReportedFinding) -> dict[str, Any]:
    said = {name: getattr(finding, name) for name in _FIELDS}
    said["patches"] = [patch.data() for patch in finding.patches]
    if finding.acceptance:
        said |= {name: printable(getattr(finding.acceptance, name)) for name in ("reason", "owner", "until")}
        said |= {"by_design": printable(finding.acceptance.by_design)} if finding.acceptance.by_design else {}
    return said
