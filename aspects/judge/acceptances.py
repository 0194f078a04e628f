"""What was accepted, read from finished templates.

In Python, `accept()` writes it down on the construct; in a template that CDK did not make, it stands in the metadata of
the resource, under `governed-cdk`, as a list of mappings with `accept`, `reason`, `owner` and `until`.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import check_acceptance
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    from aspects.judge.template import Resource, Template

PACK = NAME
"""The first part of what is accepted of our rules, and the key in a resource's metadata."""
_FIELDS = ("accept", "reason", "owner", "until")


@dataclass(frozen=True)
class Acceptance:
    """One finding accepted in one place.

    `place` is the construct path, or the logical id where CDK did not make the template; `where` the file and line that
    accept it; `until` the last day, `YYYY-MM-DD`. `in_template`: it stands in the template rather than in Python.
    """

    finding: str
    reason: str
    owner: str
    until: str
    place: str
    template: str
    where: str = ""
    in_template: bool = False

    def covers(self, resource: Resource, finding: str) -> bool:
        """Whether it accepts a finding on a resource: on its construct, or on one that the construct is made of."""
        if finding != self.finding:
            return False
        if self.in_template:
            return resource.template.origin == self.template and resource.place == self.place
        return resource.place == self.place or resource.place.startswith(f"{self.place}/")

    def days_left(self, today: datetime.date) -> int:
        """Days until it ends: 0 on its last day, negative when it has expired."""
        return (datetime.date.fromisoformat(self.until) - today).days


def acceptances_in(template: Template) -> list[Acceptance]:
    """Every acceptance of a template.

    Raises ConfigurationError for one in a resource's metadata that lacks a field, a good reason or a real date.
    """
    found = [
        Acceptance(
            finding=said["finding"],
            reason=said["reason"],
            owner=said["owner"],
            until=said["until"],
            place=said["place"],
            template=template.origin,
            where=said["where"],
        )
        for said in template.accepted
    ]
    for resource in template.resources.values():
        entries = resource.metadata.get(PACK)
        if entries is not None:
            found += _from_metadata(resource, entries)
    return found


def _from_metadata(resource: Resource, entries: Any) -> list[Acceptance]:
    what = f"{resource.template.origin}: Resources.{resource.logical_id}.Metadata.{PACK}"
    fields = f"mappings with {', '.join(_FIELDS)}, all text"
    if not isinstance(entries, list):
        raise invalid(what, entries, f"a list of {fields}")
    line = f"{resource.template.path}:{resource.template.line_of(resource.logical_id)}"
    found = []
    for entry in entries:
        if not isinstance(entry, dict) or any(not isinstance(entry.get(name), str) for name in _FIELDS):
            raise invalid(what, entry, fields)
        finding, reason, owner, until = (entry[name] for name in _FIELDS)
        check_acceptance(what, finding=finding, reason=reason, owner=owner, until=until)
        found.append(
            Acceptance(finding, reason, owner, until, resource.place, resource.template.origin, line, in_template=True)
        )
    return found


def acceptance_line(resource: Resource, finding: str) -> str:
    """The line that would accept a finding on a resource; its reason, owner and date are to be filled in."""
    reason, owner, until = "<why it is right here>", "<team>", "<YYYY-MM-DD>"
    stack, _, inside = resource.construct_path.partition("/")
    if stack and inside:
        return f'accept(self, "{finding}", at="{inside}", reason="{reason}", owner="{owner}", until="{until}")'
    entry = json.dumps([{"accept": finding, "reason": reason, "owner": owner, "until": until}])
    return f'"Metadata": {{"{PACK}": {entry}}}'
