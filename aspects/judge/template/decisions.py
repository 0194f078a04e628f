"""Sets of worlds: what conditions and parameters may turn out to be, together.

A world gives each variable one value. A set of worlds is a decision diagram: by the value of one variable, on to a
smaller set. Each set is there once, and none is the empty one but `none`, so that two ways to the same set are told by
`is`. Work and memory grow with the variables that hang together, not with the products of their values.
Source: R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986), here with many values.
"""

from __future__ import annotations

import functools
import itertools
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

_LAST = 1 << 60
_DEEPEST = 120  # variables that one set depends on: the functions below call themselves as often
_MOST_NEW = 20_000
_MOST_IN_ALL = 600_000  # pairs of sets that are combined in one universe


class TooManyWorldsError(Exception):
    """A set that is too large to go on with."""


@dataclass(eq=False, slots=True)
class Variable:
    """What has one value in each world. `domain`: all of its values, where they are known.

    `takes` tells which values an open one may have, `seen` which ones it was asked for.
    """

    index: int
    domain: tuple[Hashable, ...] = ()
    takes: Callable[[Hashable], bool] = lambda _: True
    seen: dict[Hashable, None] = field(default_factory=dict)


class Worlds:
    """A set of worlds: for some values of a variable one smaller set each, and another for all its `other` values.

    `variables` are those that it depends on, a bit for each.
    """

    __slots__ = ("depth", "edges", "other", "variable", "variables")

    def __init__(self, variable: int, edges: Mapping[Hashable, Worlds], other: Worlds | None) -> None:
        self.variable = variable
        self.edges = edges
        self.other: Worlds = other or self
        below = [one for one in (*edges.values(), other) if one]
        self.depth: int = 1 + max((one.depth for one in below), default=-1)
        self.variables: int = functools.reduce(
            operator.or_, (one.variables for one in below), 1 << variable if below else 0
        )


def size(worlds: Worlds, most: int) -> int:
    """Of how many sets one is made, itself included, counted as far as to some number."""
    known, left = {worlds}, [worlds]
    while left and len(known) < most:
        one = left.pop()
        new = {below for below in (*one.edges.values(), one.other) if below not in known}
        known |= new
        left += new
    return min(len(known), most)


class Universe:
    """The variables of some templates, and the sets of worlds that were made of them."""

    def __init__(self) -> None:
        self.all, self.none = Worlds(_LAST, {}, None), Worlds(_LAST, {}, None)
        self._variables: dict[Hashable, Variable] = {}
        self._in_order: list[Variable] = []
        self._sets: dict[Hashable, Worlds] = {}
        self._memory: dict[Hashable, Worlds] = {}
        self._left = _MOST_NEW

    def begin(self, most: int = _MOST_NEW) -> None:
        """Allow for as many new sets as one question may take. Any function here may raise TooManyWorldsError."""
        self._left = most

    def variable(
        self,
        key: Hashable,
        domain: tuple[Hashable, ...] = (),
        takes: Callable[[Hashable], bool] = lambda _: True,
    ) -> Variable:
        """The variable of a key, made at the first call."""
        if key not in self._variables:
            self._variables[key] = Variable(len(self._in_order), domain, takes)
            self._in_order.append(self._variables[key])
        return self._variables[key]

    def where(self, variable: Variable, value: Hashable) -> Worlds:
        """The worlds in which a variable has a value."""
        if (variable.domain and value not in variable.domain) or not variable.takes(value):
            return self.none
        variable.seen[value] = None
        return self._set(variable.index, {value: self.all}, self.none)

    def both(self, one: Worlds, two: Worlds) -> Worlds:
        """The worlds that are in both sets."""
        if one is two or two is self.all:
            return one
        if one is self.all:
            return two
        return self._memory.get((one, two, self.none)) or self._combined(one, two, self.all, self.none)

    def meet(self, one: Worlds, two: Worlds) -> bool:
        """Whether some worlds are in both sets. As `both`, and no set is made for the answer."""
        known, left = set[tuple[Worlds, Worlds]](), [(one, two)]
        while left:
            pair = one, two = left.pop()
            if one is self.none or two is self.none or pair in known:
                continue
            if one is self.all or two is self.all or one is two:
                return True
            known.add(pair)
            variable = min(one.variable, two.variable)
            edges, other = (one.edges, one.other) if one.variable == variable else ({}, one)
            edges_2, other_2 = (two.edges, two.other) if two.variable == variable else ({}, two)
            left.append((other, other_2))
            left += [(edges.get(value, other), edges_2.get(value, other_2)) for value in {**edges, **edges_2}]
        return False

    def either(self, one: Worlds, two: Worlds) -> Worlds:
        """The worlds that are in one of two sets."""
        return self._combined(one, two, self.none, self.all)

    def any_of(self, sets: Iterable[Worlds]) -> Worlds:
        """The worlds that are in one of some sets. Two by two: one that grew by each would be gone through anew."""
        left = list(sets)
        while len(left) > 1:
            pairs = itertools.zip_longest(left[::2], left[1::2], fillvalue=self.none)
            left = [self.either(one, two) for one, two in pairs]
        return left[0] if left else self.none

    def but(self, worlds: Worlds) -> Worlds:
        """All worlds but those of a set."""
        if worlds is self.all or worlds is self.none:
            return self.none if worlds is self.all else self.all
        if worlds not in self._memory:
            edges = {value: self.but(one) for value, one in worlds.edges.items()}
            self._memory[worlds] = self._set(worlds.variable, edges, self.but(worlds.other))
        return self._memory[worlds]

    def _combined(self, one: Worlds, two: Worlds, neutral: Worlds, final: Worlds) -> Worlds:
        if one is two or two is neutral or one is final:
            return one
        if one is neutral or two is final:
            return two
        key = (one, two, final)
        if key not in self._memory:
            if len(self._memory) >= _MOST_IN_ALL:
                raise TooManyWorldsError
            variable = min(one.variable, two.variable)
            edges, other = (one.edges, one.other) if one.variable == variable else ({}, one)
            edges_2, other_2 = (two.edges, two.other) if two.variable == variable else ({}, two)
            combined = {
                value: self._combined(edges.get(value, other), edges_2.get(value, other_2), neutral, final)
                for value in (*edges, *(value for value in edges_2 if value not in edges))
            }
            rest = self._combined(other, other_2, neutral, final)
            self._memory[key] = self._set(variable, combined, rest)
        return self._memory[key]

    def _set(self, variable: int, edges: dict[Hashable, Worlds], other: Worlds) -> Worlds:
        domain = self._in_order[variable].domain
        # Of all values that there are, the last one is what is left: one form for one set.
        if domain and edges.get(domain[-1], other) is not other:
            edges = {value: edges.get(value, other) for value in domain}
            other = edges[domain[-1]]
        edges = {value: one for value, one in edges.items() if one is not other}
        if not edges:
            return other
        key = (variable, frozenset(edges.items()), other)
        if key not in self._sets:
            made = Worlds(variable, edges, other)
            self._left -= 1
            if self._left < 0 or made.depth > _DEEPEST:
                raise TooManyWorldsError
            self._sets[key] = made
        return self._sets[key]
