"""What was accepted, read from finished templates.

In Python, `accept()` and the library's own `by_design()` write it down on the construct; in a template that CDK did not
make, it stands in the metadata of the resource, under `governed-cdk`, as a list of mappings with `accept`, `reason`,
`owner` and `until`.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.known_rules import PACK, check_rule
from aspects.judge.template.whole import TEMPLATE, whole
from constructs_lib.kernel.accepted import (
    DAY_TO_FILL_IN,
    OWNER_TO_FILL_IN,
    REASON_TO_FILL_IN,
    check_acceptance,
    check_finding,
    check_reason,
)
from constructs_lib.kernel.errors import ConfigurationError, brief, invalid, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Resource, Template

_FIELDS = ("accept", "reason", "owner", "until")


@dataclass(frozen=True)
class Acceptance:
    """One finding accepted in one place.

    `place` is the construct path, or the logical id where CDK did not make the template; `where` the file and line that
    accept it; `until` the last day, `YYYY-MM-DD`. `in_template`: it stands in the template rather than in Python.
    `by_design` is the version of this library that accepts it of itself, `governed-cdk 1.2.0`; then there is neither
    owner nor end. What people accept has both.
    """

    finding: str
    reason: str
    owner: str
    until: str
    place: str
    template: str
    where: str = ""
    in_template: bool = False
    by_design: str = ""

    @property
    def terms(self) -> str:
        """Who accepts it for how long: `until 2027-06-30 by platform-team`, or `by design of governed-cdk 1.2.0`."""
        return f"by design of {self.by_design}" if self.by_design else f"until {self.until} by {self.owner}"

    def covers(self, resource: Resource, finding: str) -> bool:
        """Whether it accepts a finding on a resource: on its construct, or on one that the construct is made of."""
        if finding != self.finding:
            return False
        if self.in_template:
            return resource.template.origin == self.template and resource.place == self.place
        return self.reaches(resource.place)

    def reaches(self, place: str) -> bool:
        """Whether it is said of a place or of one above it."""
        return place == self.place or place.startswith(f"{self.place}/")

    def days_left(self, today: datetime.date) -> int:
        """Days until what people accept ends: 0 on its last day, negative when it has expired."""
        return (datetime.date.fromisoformat(self.until) - today).days

    def check(self, today: datetime.date | None) -> None:
        """Refuse what no acceptance may say. Raises ConfigurationError."""
        what = f"{self.where}: {self.place}" if self.where else self.place
        if self.by_design:
            check_reason(what, self.reason)
            check_finding(what, self.finding)
        else:
            check_acceptance(
                what, finding=self.finding, reason=self.reason, owner=self.owner, until=self.until, today=today
            )
            check_rule(what, self.finding)


def in_force(acceptances: Iterable[Acceptance]) -> list[str]:
    """What people accept on which terms: a line for each place in a file that says so."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in acceptances:
        if not one.by_design:
            found.setdefault((one.where, one.finding, one.terms), []).append(one.place)
    return [
        printable(f"{where}: {finding} is accepted {terms}: {at[0] if len(at) == 1 else f'{len(at)} places'}")
        for (where, finding, terms), at in found.items()
    ]


def acceptances_in(templates: Iterable[Template], *, today: datetime.date | None = None) -> list[Acceptance]:
    """Every acceptance of some templates. Where today is known, none may end more than a year later.

    Raises ConfigurationError, all mistakes at once, for one that lacks a field, a good reason, a real date, or names a
    rule that does not exist.
    """
    found: list[Acceptance] = []
    mistakes: list[str] = []
    for one in _said(templates, mistakes):
        try:
            one.check(today)
        except ConfigurationError as error:
            mistakes += error.mistakes
        found.append(one)
    if mistakes:
        raise ConfigurationError(*mistakes)
    return found


def _said(templates: Iterable[Template], mistakes: list[str]) -> Iterator[Acceptance]:
    for template in templates:
        for said in template.accepted:
            yield Acceptance(
                finding=said["finding"],
                reason=said["reason"],
                owner=said.get("owner", ""),
                until=said.get("until", ""),
                place=said["place"],
                template=template.origin,
                where=said["where"],
                by_design=said.get("version", ""),
            )
        for resource in (*template.resources.values(), whole(template)):
            if PACK in resource.metadata:
                yield from _from_metadata(resource, mistakes)


def _from_metadata(resource: Resource, mistakes: list[str]) -> Iterator[Acceptance]:
    entries = resource.metadata[PACK]
    section = "" if resource.type == TEMPLATE else f"Resources.{brief(resource.logical_id)}."
    what = f"{resource.template.origin}: {section}Metadata.{PACK}"
    fields = f"mappings with {', '.join(_FIELDS)}, all text"
    if not isinstance(entries, list):
        mistakes += invalid(what, entries, f"a list of {fields}").mistakes
        return
    line = f"{resource.template.path}:{resource.template.line_of(resource.logical_id)}"
    for entry in entries:
        if not isinstance(entry, dict) or any(not isinstance(entry.get(name), str) for name in _FIELDS):
            mistakes += invalid(what, entry, fields).mistakes
        else:
            finding, reason, owner, until = (entry[name] for name in _FIELDS)
            place, origin = resource.place, resource.template.origin
            yield Acceptance(finding, reason, owner, until, place, origin, line, in_template=True)


def acceptance_line(resource: Resource, finding: str) -> str:
    """The line that would accept a finding on a resource; its reason, owner and date are to be filled in."""
    reason, owner, until = REASON_TO_FILL_IN, OWNER_TO_FILL_IN, DAY_TO_FILL_IN
    stack = resource.template.stack_path or resource.construct_path.partition("/")[0]
    inside = resource.construct_path.removeprefix(f"{stack}/")
    if stack and (inside != resource.construct_path or resource.type == TEMPLATE):
        at = "" if resource.type == TEMPLATE else f'at="{inside}", '
        return f'accept(self, "{finding}", {at}reason="{reason}", owner="{owner}", until="{until}")'
    entry = json.dumps([{"accept": finding, "reason": reason, "owner": owner, "until": until}])
    return f'"Metadata": {{"{PACK}": {entry}}}'
