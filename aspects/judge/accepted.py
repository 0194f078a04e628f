"""What is accepted of what is found, by what it accepts: each finding is held against its own few only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aspects.judge.acceptances import Acceptance
    from aspects.judge.allowances import Allowances
    from aspects.judge.template import Resource


class AcceptedFindings:
    """Some acceptances, and what environments allow: that is one of them from when it is first needed."""

    def __init__(self, acceptances: list[Acceptance], allowances: Allowances) -> None:
        self.allowances, self._all = allowances, acceptances
        self._by_finding: dict[str, list[Acceptance]] = {}
        for one in acceptances:
            self._by_finding.setdefault(one.finding, []).append(one)

    def of(self, resource: Resource, *findings: str) -> Acceptance | None:
        """What accepts the first of some findings, or the next ones, on a resource: an environment only the first."""
        said = ((finding, one) for finding in findings for one in self._by_finding.get(finding, ()))
        found = next((one for finding, one in said if one.covers(resource, finding)), None)
        if found is None and (found := self.allowances.of(resource, findings[0])):
            known = self._by_finding.setdefault(found.finding, [])
            if found not in known:
                known.append(found)
                self._all.append(found)
        return found
