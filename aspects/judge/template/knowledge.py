"""What is known of the conditions, parameters and callers of templates that are read together.

Sources: CloudFormation User Guide, "Template syntax for Conditions", "Rules" and "Parameters".
"""

from __future__ import annotations

import functools
import graphlib
from typing import TYPE_CHECKING, Any

from aspects.judge.template import conditions
from aspects.judge.template.choices import Choice
from aspects.judge.template.decisions import TooManyWorldsError, Universe, Worlds
from aspects.judge.template.effort import Effort
from aspects.judge.template.nesting import Nesting
from aspects.judge.template.parameters import is_list, own_values
from aspects.judge.template.presence import bound_by_references, with_what_it_depends_on
from aspects.judge.template.scalars import as_bool, as_int
from aspects.judge.template.text import spelled

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from aspects.judge.template.choices import Allowing
    from aspects.judge.template.decisions import Variable
    from aspects.judge.template.scope import Scope, ScopeResource, WholeScope

# The same for all stacks that are read together, as far as nothing else is known of them.
_SHARED = {"AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix"}


class Knowledge:
    """What is known of some templates, worked out when it is asked for."""

    def __init__(self) -> None:
        self.universe = Universe()
        self.memory: dict[Any, Any] = {}
        """What was read in worlds (`TemplateWorld.remembered`), while one resource is judged."""
        self.answers: dict[Any, Any] = {}
        """What was asked of all the resources (`firsts_of`), and in which worlds something was found, in words."""
        self.effort = Effort()
        self._choices: dict[tuple[Scope, str, Hashable], Choice] = {}
        self._conditions: dict[Scope, dict[str, Worlds]] = {}
        self._standing: dict[WholeScope, Worlds] = {}
        self._there: dict[ScopeResource, Worlds] = {}
        self._nesting = Nesting()
        self._parameters: dict[tuple[WholeScope, str], Choice | None] = {}

    def choice(self, scope: Scope, name: str) -> Choice:
        """A condition of a template, true or false."""
        key = (scope, name, "condition")
        if key not in self._choices:
            worlds = self.condition(scope, name)
            ways = ((True, worlds), (False, self.universe.but(worlds)))
            self._choices[key] = Choice(scope, name, "condition", ways)
        return self._choices[key]

    def condition(self, scope: Scope, name: str) -> Worlds:
        """The worlds in which a condition is true. One that the template does not have is true in some."""
        if scope not in self._conditions:
            self._conditions[scope] = found = {}
            for one in _in_order(scope.conditions):
                found[one] = self._worked_out(scope, one)
        return self._conditions[scope].get(name) or self.free(scope, name)

    def _worked_out(self, scope: Scope, name: str) -> Worlds:
        self.universe.begin()
        try:
            return conditions.worlds_of(self, scope, scope.conditions[name])
        except TooManyWorldsError:
            self.universe.begin()
            return self.free(scope, name)

    def free(self, scope: Scope, what: str) -> Worlds:
        """The worlds in which something is true that only the deploy knows."""
        return self.universe.where(self.universe.variable((scope, "free", what), (False, True)), value=True)

    def caller_choice(self, scope: Scope) -> Choice | None:
        """By which of several stacks a template is nested."""
        if len(scope.callers) < 2:
            return None
        key = (scope, "caller", None)
        if key not in self._choices:
            variable = self.universe.variable((scope, "caller"), tuple(range(len(scope.callers))))
            names = [self._nesting.name(scope.template, parent, passed) for parent, passed in scope.callers]
            ways = tuple((name, self.universe.where(variable, at)) for at, name in enumerate(names))
            self._choices[key] = Choice(scope, "", "caller", ways)
        return self._choices[key]

    def parameter_choice(self, scope: Scope, name: str) -> Choice | None:
        """A parameter that has one of some values; None for any other."""
        key = (scope.template, name)
        if key not in self._parameters:
            variable = self.variable(scope, name)
            raw = {spelled(value): value for value in own_values(scope, name)}
            ways = tuple((raw[str(text)], self.universe.where(variable, text)) for text in variable.domain)
            self._parameters[key] = Choice(scope.template, name, "parameter", ways) if ways else None
        return self._parameters[key]

    def default_choice(self, scope: Scope, name: str, default: Any) -> Choice:
        """A parameter that has its default, or any other value."""
        worlds = self.is_value(scope, name, default)
        key = (scope.template, name, worlds)
        if key not in self._choices:
            ways = ((True, worlds), (False, self.universe.but(worlds)))
            self._choices[key] = Choice(scope.template, name, "default", ways)
        return self._choices[key]

    def is_value(self, scope: Scope, name: str, value: Any) -> Worlds:
        """The worlds in which a parameter has a value."""
        return self.universe.where(self.variable(scope, name), spelled(value))

    def forced(self, world: Allowing, scope: Scope, name: str) -> list[Any]:
        """The one value that a world leaves to a parameter, also a pseudo one, where it leaves one only."""
        variable, universe = self.variable(scope, name), self.universe
        left = [value for value in variable.seen if world.allows(universe.where(variable, value))]
        if len(left) == 1 and not world.allows(universe.but(universe.where(variable, left[0]))):
            return list(left)
        return []

    def variable(self, scope: Scope, name: str) -> Variable:
        """The variable of a parameter's own value, or of a pseudo parameter."""
        if name.startswith("AWS::"):
            takes = _is_account if name == "AWS::AccountId" else _anything
            return self.universe.variable((None if name in _SHARED else scope.template, name), takes=takes)
        body = scope.parameters[name]
        body = body if isinstance(body, dict) else {}
        values = own_values(scope, name) if _is_closed(body) else []
        domain = tuple(dict.fromkeys(map(spelled, values)))
        return self.universe.variable((scope.template, name), domain, functools.partial(_takes, body))

    def stands(self, resource: ScopeResource) -> Worlds:
        """The worlds in which a resource is there: by its condition, what it depends on, and with its template."""
        if resource not in self._there:
            by_itself = with_what_it_depends_on(self, resource)
            self._there[resource] = self.universe.both(self._stands(resource.template), by_itself)
        return self._there[resource]

    def _stands(self, template: WholeScope) -> Worlds:
        """The worlds in which a template is deployed: by its rules, by what refers to what, and by who nests it."""
        if template not in self._standing:
            self._standing[template] = self.universe.all
            there = functools.reduce(self.universe.both, self._demanded(template), self.universe.all)
            there = bound_by_references(self, template, there)
            # What could never be deployed is judged as it stands.
            self._standing[template] = self.universe.all if there is self.universe.none else there
        return self._standing[template]

    def _demanded(self, template: WholeScope) -> Iterator[Worlds]:
        for rule in template.rules.values():
            yield conditions.worlds_of_rule(self, template, rule)
        callers = self.caller_choice(template)
        nested, there = list[Worlds](), dict[int, Worlds]()
        for at, (parent, passed) in enumerate(template.callers):
            if by := self._nesting.by(template, parent, passed):
                if id(by) not in there:
                    there[id(by)] = self.universe.any_of(map(self.stands, by))
                nested.append(self.universe.both(callers.ways[at][1] if callers else self.universe.all, there[id(by)]))
        if nested:
            yield self.universe.any_of(nested)


def _in_order(given: Mapping[str, Any]) -> list[str]:
    """The conditions, each behind those that it is made of; as they stand where they go round in circles."""
    needs = {name: conditions.named_in(body) & given.keys() for name, body in given.items()}
    try:
        return list(graphlib.TopologicalSorter(needs).static_order())
    except graphlib.CycleError:
        return list(given)


def _is_closed(body: Mapping[str, Any]) -> bool:
    """Whether a parameter has one of some values, and they may be told."""
    allowed = isinstance(body.get("AllowedValues"), list)
    return allowed and not is_list(str(body.get("Type"))) and as_bool(body.get("NoEcho")) is not True


def _is_account(value: Hashable) -> bool:
    text = str(value)
    return len(text) == 12 and text.isascii() and text.isdecimal()


def _anything(value: Hashable) -> bool:
    del value
    return True


def _takes(body: Mapping[str, Any], value: Hashable) -> bool:
    least, most = as_int(body.get("MinLength")), as_int(body.get("MaxLength"))
    length = len(str(value))
    return (least is None or length >= least) and (most is None or length <= most)
