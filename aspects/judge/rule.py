"""What a rule is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.template.whole import TEMPLATE
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Resource
    from aspects.judge.template.choices import Within
    from constructs_lib.kernel.level import Level


@dataclass(frozen=True, slots=True)
class Breach:
    """What a rule found: a sentence, the property where it stands, and a fix when it knows a better one than its own.

    `unknown`: the rule cannot tell before the deploy. That is reported, and is no finding. `warns`: it is a warning
    whatever the rule weighs, since it tells of what is still to come. `part` is what it is of, where a resource may
    have several: each is then accepted by itself, as `<rule>[<part>]`. `patches` are the fix as changes of a template;
    two breaches do not differ by them. `within`: in which of the worlds that are asked it comes true, where a rule
    tells that itself; they do not differ by it either.
    """

    found: str
    at: str = ""
    fix: str = ""
    unknown: bool = False
    warns: bool = False
    part: str = ""
    patches: tuple[Patch, ...] = field(default=(), compare=False)
    within: Within | None = field(default=None, compare=False, repr=False)

    def saying(self, found: str) -> Breach:
        """The same in other words, of all worlds that were asked."""
        return Breach(found, self.at, self.fix, self.unknown, self.warns, self.part, self.patches)


@dataclass(frozen=True)
class Rule:
    """A rule: its id, which is its file's name; the sentence it enforces; why it matters; how to fix; the check.

    `severity` is what its findings weigh in the version that is installed, `settled` what they weigh in the end: a rule
    that is new only warns. `since` is the version that brought it. `pack` is whose rule it is, and `link` where its
    page is read: empty for a rule of somebody else, who may have none. `check` is given the day as well where the rule
    is `dated`: its module has `check_on` in place of `check`. `whole`: it judges the template itself as well, which is
    given to it as a resource (`template/whole.py`). One that judges what is written, whatever of it comes true, is
    `as_written`: its module says `AS_WRITTEN = True`. `subject` is the folder of a rule of ours. `mended` is the
    version from which on it finds less than before: what was accepted of it may then accept nothing any more.
    """

    id: str
    title: str
    about: str
    why: str
    fix: str
    bad: str
    good: str
    check: Callable[..., Iterator[Breach]]
    types: frozenset[str]
    severity: Level
    settled: Level
    since: str
    pack: str = NAME
    link: str = ""
    dated: bool = False
    whole: bool = False
    as_written: bool = False
    subject: str = ""
    mended: str = ""

    @property
    def demands_to_know(self) -> bool:
        """Whether what it cannot tell may fail a build: who gets in, which key it is, what a policy says."""
        return self.subject in ("access", "encryption", "exposure")

    def breaches(self, resource: Resource, today: datetime.date | None) -> Iterator[Breach]:
        """What it finds on a resource, on a day; None where the day is not known."""
        return self.check(resource, today) if self.dated else self.check(resource)

    @property
    def full_id(self) -> str:
        """What an acceptance calls it: `governed-cdk::alarms-reach-somebody`."""
        return f"{self.pack}::{self.id}"

    @property
    def name(self) -> str:
        """What a report calls it: its id, with its pack before it where that is not ours."""
        return self.id if self.pack == NAME else self.full_id

    def looks_at(self, type_: str) -> bool:
        """Whether it judges resources of a type."""
        if type_ == TEMPLATE:
            return self.whole
        return not self.types or type_ in self.types
