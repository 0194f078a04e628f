"""The judgement: every rule over every resource of some templates, and what was accepted."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aspects.judge.acceptances import Acceptance, acceptance_line, acceptances_in
from aspects.judge.accepted import AcceptedFindings
from aspects.judge.allowances import Allowances
from aspects.judge.known_rules import PACK
from aspects.judge.patch import as_yaml
from aspects.judge.readings.mending import is_written
from aspects.judge.registry import BY_ID, RULES, rules_for
from aspects.judge.rule_files import is_later
from aspects.judge.template.inline import with_inline
from aspects.judge.template.whole import TEMPLATE, whole
from aspects.judge.unseen import INCLUDED, unseen
from aspects.judge.worlds import Asking
from constructs_lib.kernel.errors import ConfigurationError, closest, shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping

    from aspects.judge.rule import Breach, Rule
    from aspects.judge.template import Resource, Template
    from constructs_lib.kernel.level import Level


_COUNTS = "Only the deploy tells whether that is right, which counts as a finding here (governance.unknown)."


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
        """The fix: Python where CDK made the resource, else the piece of YAML that mends the template, where known."""
        if self.breach.patches and not self.resource.construct_path:
            return as_yaml(self.breach.patches)
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
    def id(self) -> str:
        """What an acceptance of it names: the rule, and the part where the resource may have several."""
        part = self.breach.part
        return f"{self.rule.full_id}[{part}]" if part else self.rule.full_id

    @property
    def accept_line(self) -> str:
        """The line that would accept it, its reason, owner and date to be filled in."""
        return acceptance_line(self.resource, self.id)


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
            said = finding.acceptance.finding if finding.acceptance else finding.id
            found.setdefault(said, []).append(finding.resource.place)
        return found


def checked_severities(
    severities: Mapping[str, Level], where: str, own: Iterable[Rule] = (), *, as_of: str = ""
) -> Mapping[str, Level]:
    """The severities by rule, when each rule is one of ours or of `own`. Raises ConfigurationError otherwise.

    With `as_of`, a version, whatever came with a later one only warns, unless its severity is said.
    """
    known = [*BY_ID, *(rule.id for rule in own)]
    for rule in severities:
        if rule not in known:
            hint, _, allowed = closest(rule, known).partition("; allowed: ")
            raise ConfigurationError(f"{where}: {rule}: given {shown(rule)}{hint}; allowed: one of {allowed}")
    later: dict[str, Level] = {rule.id: "warning" for rule in RULES if as_of and is_later(rule.since, as_of)}
    return {**later, **severities}


def judge(
    templates: Iterable[Template],
    severities: Mapping[str, Level] | None = None,
    *,
    today: datetime.date | None = None,
    own: tuple[Rule, ...] = (),
    unknown: Level | None = None,
) -> Verdict:
    """Judge every resource of some templates by every rule that looks at its type: ours, and `own` beside them.

    Rules of what ends on a day go by today, and cannot tell without it. `unknown` is what it weighs that a rule on
    exposure, keys or policies cannot tell; where it is not given, what the environment of a template says, and without
    one it is told and no finding. Raises ConfigurationError for acceptances that say too little, or end too late where
    today is known.
    """
    templates = tuple(with_inline(templates))
    verdict, asking = Verdict(acceptances=acceptances_in(templates, today=today), own=own), Asking()
    accepted = AcceptedFindings(verdict.acceptances, Allowances(templates, today))
    ask = functools.partial(asking.breaches, today=today)
    for template in templates:
        verdict.resources += len(template.resources)
        verdict.unknown += [Finding(INCLUDED, INCLUDED.severity, *told) for told in unseen(template)]
        for resource in (*template.resources.values(), whole(template)):
            for rule in (one for one in (*rules_for(resource.type), *own) if one.looks_at(resource.type)):
                severity = (severities or {}).get(rule.id, rule.severity)
                breaches = _checked(ask, rule, resource, verdict)
                found = [_weighed(Finding(rule, severity, resource, one), unknown) for one in breaches]
                alone = len({one.breach.part for one in found if not one.breach.unknown}) == 1
                for one in found:
                    _sort(one, verdict, accepted, alone=alone)
            asking.forget(resource)
    verdict.acceptances += accepted.allowances.needless()
    return verdict


def _weighed(finding: Finding, unknown: Level | None) -> Finding:
    """What warns as a warning. What a rule cannot tell as a finding, where it counts as one, and weighs no more."""
    if finding.breach.warns:
        finding = replace(finding, severity="warning")
    if not finding.breach.unknown:
        return finding
    environment = finding.resource.template.environment
    level = unknown or (environment.unknown_weighs if environment else None)
    if level is None or not finding.rule.demands_to_know:
        return finding
    breach = replace(finding.breach, found=f"{finding.breach.found} {_COUNTS}", unknown=False)
    return replace(finding, severity="warning" if "warning" in (level, finding.severity) else "error", breach=breach)


def _sort(finding: Finding, verdict: Verdict, accepted: AcceptedFindings, *, alone: bool) -> None:
    """Put a finding where it belongs. The bare rule accepts one with a part only where that is `alone`."""
    ids = dict.fromkeys((finding.id, finding.rule.full_id) if alone else (finding.id,))
    acceptance = accepted.of(finding.resource, *ids)
    if acceptance:
        verdict.accepted.append(replace(finding, acceptance=acceptance))
    elif finding.breach.unknown:
        verdict.unknown.append(finding)
    else:
        verdict.findings.append(finding)


def _checked(
    asked: Callable[[Rule, Resource], list[Breach]], rule: Rule, resource: Resource, verdict: Verdict
) -> list[Breach]:
    try:
        breaches = asked(rule, resource)
    except Exception as error:  # noqa: BLE001 - whatever it is, a resource that went unjudged must not pass
        where = f"{resource.template.origin}: {resource.logical_id}"
        verdict.faults.append(f"{where}: {rule.id} failed: {type(error).__name__}: {error}")
        return []
    # What a loop made, or the text of another template, is nowhere in the file as it is judged: a patch has no place.
    if not breaches or resource.type == TEMPLATE or is_written(resource):
        return breaches
    return [replace(one, patches=tuple(patch for patch in one.patches if patch.file)) for one in breaches]
