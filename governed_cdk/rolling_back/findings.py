"""What today's rules say of an old release: listed where it stood at its release, and against it where it is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from aspects.judge.judgement import Finding
    from governed_cdk.rolling_back.release import OldRelease


@dataclass(frozen=True, slots=True)
class OldFindings:
    """Lines: `stood` were there, or accepted, on the day of the release; `new` only came with time."""

    stood: Sequence[str]
    new: Sequence[str]


def findings_of(release: OldRelease, today: datetime.date) -> OldFindings:
    """The findings that fail a build today, by today's rules, held against those on the day of the release.

    An acceptance that has ended since, and a rule that is younger than the release, are no news about it.
    """
    templates = read_assembly(release.assembly)
    then, now = (judge(templates, today=day) for day in (release.day, today))
    stood = {_key(one) for one in (*then.findings, *then.accepted)}
    told: dict[bool, list[str]] = {True: [], False: []}
    for one in now.errors:
        rule, place = _key(one)
        told[(rule, place) in stood].append(f"{rule} at {place}: {one.breach.found}")
    return OldFindings(told[True], told[False])


def _key(finding: Finding) -> tuple[str, str]:
    resource = finding.resource
    return finding.rule.id, resource.construct_path or f"{resource.template.stack_name}/{resource.logical_id}"
