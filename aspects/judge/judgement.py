"""The judgement: every rule over every resource of some templates, and what was accepted."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aspects.judge.acceptances import Acceptance, acceptance_line, acceptances_in
from aspects.judge.known_rules import PACK
from aspects.judge.registry import BY_ID, rules_for
from aspects.judge.worlds import Asking
from constructs_lib.kernel.errors import ConfigurationError, closest, shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping

    from aspects.judge.rule import Breach, Rule
    from aspects.judge.template import Resource, Template
    from constructs_lib.kernel.level import Level


@dataclass(frozen=True)
class Finding:
    """One rule broken by one resource."""

    rule: Rule
    severity: Level
    resource: Resource
    breach: Breach
    acceptance: Acceptance | None = None

    @property
    def fix(self) -> str:
        """The fix as code."""
        return self.breach.fix or self.rule.fix

    @property
    def source(self) -> str:
        """The Python line that made the construct, `stacks/rds.py:86`; nothing where it is not known."""
        path = self.resource.construct_path
        while path:
            if path in self.resource.template.sources:
                return self.resource.template.sources[path]
            path = path.rpartition("/")[0]
        return ""

    @property
    def accept_line(self) -> str:
        """The line that would accept it, its reason, owner and date to be filled in."""
        return acceptance_line(self.resource, self.rule.full_id)


@dataclass
class Verdict:
    """What the rules said. `faults`: rules that failed themselves, so that something went unjudged.

    `own` are the rules that judged beside ours.
    """

    findings: list[Finding] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)
    acceptances: list[Acceptance] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    resources: int = 0
    own: tuple[Rule, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        """The findings that fail a build."""
        return [finding for finding in self.findings if finding.severity == "error"]

    def places(self) -> dict[str, list[str]]:
        """Where each finding stands, accepted or not, by `<pack>::<rule>`; the bare `<pack>::` says that it judged."""
        found: dict[str, list[str]] = {f"{pack}::": [] for pack in (PACK, *(rule.pack for rule in self.own))}
        for finding in (*self.findings, *self.accepted):
            found.setdefault(finding.rule.full_id, []).append(finding.resource.place)
        return found


def checked_severities(severities: Mapping[str, Level], where: str, own: Iterable[Rule] = ()) -> Mapping[str, Level]:
    """The severities by rule, when each rule is one of ours or of `own`. Raises ConfigurationError otherwise."""
    known = [*BY_ID, *(rule.id for rule in own)]
    for rule in severities:
        if rule not in known:
            hint, _, allowed = closest(rule, known).partition("; allowed: ")
            raise ConfigurationError(f"{where}: {rule}: given {shown(rule)}{hint}; allowed: one of {allowed}")
    return severities


def judge(
    templates: Iterable[Template],
    severities: Mapping[str, Level] | None = None,
    *,
    today: datetime.date | None = None,
    own: tuple[Rule, ...] = (),
) -> Verdict:
    """Judge every resource of some templates by every rule that looks at its type: ours, and `own` beside them.

    Rules of what ends on a day go by today, and cannot tell without it. Raises ConfigurationError for acceptances that
    say too little, or end too late where today is known.
    """
    templates = tuple(templates)
    verdict, asking = Verdict(acceptances=acceptances_in(templates, today=today), own=own), Asking()
    ask = functools.partial(asking.breaches, today=today)
    for template in templates:
        verdict.resources += len(template.resources)
        for resource in template.resources.values():
            for rule in (*rules_for(resource.type), *(rule for rule in own if rule.looks_at(resource.type))):
                severity = (severities or {}).get(rule.id, rule.severity)
                for breach in _checked(ask, rule, resource, verdict):
                    weight = "warning" if breach.warns else severity
                    _sort(Finding(rule, weight, resource, breach), verdict)
            asking.forget(resource)
    return verdict


def _sort(finding: Finding, verdict: Verdict) -> None:
    if finding.breach.unknown:
        verdict.unknown.append(finding)
        return
    accepted = (one for one in verdict.acceptances if one.covers(finding.resource, finding.rule.full_id))
    acceptance = next(accepted, None)
    if acceptance:
        verdict.accepted.append(replace(finding, acceptance=acceptance))
    else:
        verdict.findings.append(finding)


def _checked(
    asked: Callable[[Rule, Resource], list[Breach]], rule: Rule, resource: Resource, verdict: Verdict
) -> list[Breach]:
    try:
        return asked(rule, resource)
    except Exception as error:  # noqa: BLE001 - whatever it is, a resource that went unjudged must not pass
        where = f"{resource.template.origin}: {resource.logical_id}"
        verdict.faults.append(f"{where}: {rule.id} failed: {type(error).__name__}: {error}")
        return []
