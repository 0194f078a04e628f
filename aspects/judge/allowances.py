"""What an environment lets be deployed unjudged, as acceptances: each with owner, reason and end, and none for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.acceptances import Acceptance

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Resource, Template
    from constructs_lib.kernel.allowances import Allowance

RULE = "governed-cdk::nothing-is-deployed-unjudged"
"""The rule whose findings an environment allows by their part."""


class Allowances:
    """What the environments of some templates allow, and which of it was needed.

    A day, where it is known, bounds the term. Raises ConfigurationError for one that ends too late.
    """

    def __init__(self, templates: Iterable[Template], today: datetime.date | None) -> None:
        self._first: dict[Allowance, Template] = {}
        self._needed: set[Allowance] = set()
        for template in templates:
            for one in template.environment.unjudged if template.environment else ():
                if one not in self._first:
                    self._first[one] = template
                    _unplaced(one, template).check(today)

    def of(self, resource: Resource, finding: str) -> Acceptance | None:
        """The acceptance of a finding of the one rule, `<rule>[<part>]`, on a resource."""
        rule, _, part = finding.partition("[")
        environment = resource.template.environment
        if rule != RULE or environment is None:
            return None
        name = part.removesuffix("]")
        allowed = next((one for one in environment.unjudged if one.means(name)), None)
        if allowed is None:
            return None
        self._needed.add(allowed)
        return _acceptance(allowed, name, resource.place, resource.template.origin)

    def needless(self) -> Iterator[Acceptance]:
        """Those that allowed nothing, each said of the first stack that it could have been for."""
        for one, template in self._first.items():
            if one not in self._needed:
                yield _unplaced(one, template)


def _unplaced(one: Allowance, template: Template) -> Acceptance:
    """It is said of the stack that it could first have been for, or, where nobody knows that, of its own name."""
    return _acceptance(one, one.allow, template.stack_path or one.allow, template.origin)


def _acceptance(one: Allowance, name: str, place: str, template: str) -> Acceptance:
    return Acceptance(f"{RULE}[{name}]", one.reason, one.owner, one.until, place, template, one.where, in_template=True)
