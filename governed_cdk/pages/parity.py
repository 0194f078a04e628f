"""docs/parity.md: what replaces each resource of the Terraform platform, and how each of its defects is answered."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_INTRODUCTION = """# Parity with the Terraform platform

Each of the {rows} resources that the Terraform stacks made in prod, and each of the {optional} that they could make,
with what replaces it here: the stack (after `<env>-`) and the construct in it. A construct's path is the one in the
template's metadata; a test holds every one against the synthesised templates. Where nothing replaces a resource, the
answer says why. Then the {defects} defects of the Terraform platform, each with its answer and the test that shows it,
and the nine modules.

Generated from `docs/parity/*.csv` (`make docs`).
"""

ORDER = (
    "bootstrap", "kms", "network", "acm", "route53", "secrets", "atlantis", "rds", "logging", "monitoring",
    "cloudtrail",
)  # fmt: skip


@dataclass(frozen=True)
class ParityRow:
    """One resource of the Terraform platform."""

    tf_address: str
    cfn_type: str
    legacy_name: str
    legacy_properties: str
    stack: str
    construct: str
    answer: str

    @property
    def optional(self) -> bool:
        """Whether the Terraform platform made it only by a setting."""
        return self.answer.startswith("Optional: ")


@dataclass(frozen=True)
class DefectRow:
    """One defect of the Terraform platform."""

    number: str
    defect: str
    answer: str
    test: str


def parity_rows(folder: Path) -> dict[str, list[ParityRow]]:
    """The rows by legacy stack."""
    return {stack: [ParityRow(**row) for row in _read(folder / f"{stack}.csv")] for stack in ORDER}


def defect_rows(folder: Path) -> dict[str, list[DefectRow]]:
    """The defects by legacy stack."""
    return {stack: [DefectRow(**row) for row in _read(folder / f"{stack}.defects.csv")] for stack in ORDER}


def render_parity(folder: Path) -> str:
    """The page."""
    rows, defects = parity_rows(folder), defect_rows(folder)
    everything = [row for stack in rows.values() for row in stack]
    optional = sum(row.optional for row in everything)
    count = sum(len(found) for found in defects.values())
    lines = [_INTRODUCTION.format(rows=len(everything) - optional, optional=optional, defects=count)]
    for stack in ORDER:
        lines += [f"## {stack}", "", "| Terraform | Was | Is now | Answer |", "|---|---|---|---|"]
        lines += [_parity_line(row) for row in rows[stack]]
        lines += ["", f"### Defects of {stack}", "", "| | Defect | Answer | Shown by |", "|---|---|---|---|"]
        lines += [
            f"| {row.number} | {_cell(row.defect)} | {_cell(row.answer)} | {f'`{row.test}`' if row.test else ''} |"
            for row in defects[stack]
        ]
        lines.append("")
    return "\n".join([*lines, *_modules(folder)]).rstrip() + "\n"


def _modules(folder: Path) -> list[str]:
    """The nine Terraform modules that prod used, and the constructs that take their place."""
    lines = ["## Modules", "", "| Module | Construct | What differs |", "|---|---|---|"]
    for row in _read(folder / "modules.csv"):
        constructs = ", ".join(f"`{name}`" for name in row["constructs"].split())
        lines.append(f"| {row['module']} | {constructs} | {_cell(row['differs'])} |")
    return lines


def _parity_line(row: ParityRow) -> str:
    was = f"{row.legacy_name}: {row.legacy_properties}" if row.legacy_name else row.legacy_properties
    now = f"`{row.stack}`: `{row.construct}`" if row.stack else "nothing"
    return f"| `{_cell(row.tf_address)}` | {_cell(was)} | {now} | {_cell(row.answer)} |"


def _cell(text: str) -> str:
    """Text that stays within its table cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
