"""Known causes of failed deploys: `causes.yaml`, row by row, and which of them the evidence tells."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.facts.sourced import check_columns, check_source, mistakes_in
from constructs_lib.kernel.language import Language
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.diagnosis.evidence import Weight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governed_cdk.diagnosis.evidence import Evidence

FILE = Path(__file__).with_name("causes.yaml")

_MUST, _MAY = {"id", "sees", "event", "cause", "fix", "source", "checked"}, {"symptom"}
_NOT_TOLD = "?"
_WAITS = "AWS::ECS::Service"  # CloudFormation tells of it that it waited; why, its tasks tell


@dataclass(frozen=True)
class Cause:
    """One row: how a cause is recognised, what it is, and what to do, in both languages."""

    id: str
    sees: re.Pattern[str]
    event: str
    cause: Mapping[str, str]
    fix: Mapping[str, str]
    source: str
    symptom: bool = False


@dataclass(frozen=True)
class Match:
    """A cause, and the line that tells it."""

    cause: Cause
    line: Evidence

    def title(self, language: Language) -> str:
        """What happened, with what the line says of it."""
        return self._filled(self.cause.cause[language])

    def fix(self, language: Language) -> str:
        """What to do first."""
        return self._filled(self.cause.fix[language])

    def _filled(self, text: str) -> str:
        found = self.cause.sees.search(self.line.text)
        groups = found.groupdict() if found else {}
        # `name_` is another way in which a line tells `name`: a pattern has each group once.
        values = {name.rstrip("_"): value for name, value in groups.items() if value}
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return re.sub(r"\{\w+\}", _NOT_TOLD, text)


def recognised(evidence: Sequence[Evidence], causes: Sequence[Cause] | None = None) -> Match | None:
    """The known cause that the weightiest line tells; of equal lines the first, symptoms last. None where none does.

    Where the first failure of CloudFormation is none that the table knows, what other sources say is not its cause:
    unless it is a service's, which only waited for its tasks.
    """
    known = read_causes() if causes is None else causes
    ordered = sorted(evidence, key=lambda one: -one.weight)
    found = [match for line in ordered if (match := _of_line(line, known))]
    first = next((one for one in ordered if one.weight is Weight.CAUSE), None)
    if first and not _of_line(first, known) and not first.resource.startswith(_WAITS):
        found = [match for match in found if match.line.weight is Weight.CAUSE and match.line.source != first.source]
    return next((match for match in found if not match.cause.symptom), next(iter(found), None))


def _of_line(line: Evidence, known: Sequence[Cause]) -> Match | None:
    if line.weight < Weight.FAILURE:
        return None
    return next((Match(cause, line) for cause in known if cause.sees.search(line.text)), None)


@functools.cache
def read_causes(path: Path = FILE) -> tuple[Cause, ...]:
    """The table.

    Raises ConfigurationError, with a line for each mistake, for a row without one of its columns, a language or the
    address of its report, with an id that another has, or that does not see its own event.
    """
    rows: Any = read_yaml(path).get("causes")
    mistakes = [*mistakes_in(rows, f"{path}: causes", _check)]
    ids = [row["id"] for row in rows if isinstance(row, dict) and "id" in row]
    mistakes += [str(invalid(f"{path}: causes", one, "each id once")) for one in sorted({*ids}) if ids.count(one) > 1]
    if mistakes:
        raise ConfigurationError(*mistakes)
    return tuple(
        Cause(
            row["id"], re.compile(row["sees"]), row["event"], row["cause"], row["fix"], row["source"],
            symptom=row.get("symptom", False),
        )
        for row in rows
    )  # fmt: skip


def _check(where: str, row: Any) -> None:
    check_columns(where, row, _MUST, _MAY)
    check_source(where, row)
    for column in ("cause", "fix"):
        if set(row[column]) != {*Language}:
            raise invalid(f"{where}.{column}", row[column], f"a text in each of {', '.join(Language)}")
    if not re.search(row["sees"], row["event"]):
        raise invalid(f"{where}.event", row["event"], f"a line that {row['sees']!r} sees")
