"""What AWS's own managed policies allow that is too much: each as if its text stood where it is named.

`broad_managed_policies.json` has of every such policy that a rule of ours would find the statements that it would, with
the version that they are of, and from where and of which day the copy is. A policy that is not there allows less, or is
newer than the copy.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.patch import GONE
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.policies import managed_policies
from aspects.judge.rule import Breach
from aspects.judge.template import Partial, Place, Template, Unknown, text_of
from aspects.judge.template.policies import statements_of
from constructs_lib.kernel import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template import Resource
    from aspects.judge.template.policies import Statement

    Judged = Callable[[Statement], Iterator[Breach]]

FILE = Path(str(facts.__file__)).with_name("broad_managed_policies.json")
# By its ARN, or by its name alone, as SAM takes it; a policy of an account may be called as it likes.
_OF_AWS = re.compile(r"(?:arn:[^:]*:iam::aws:policy/(?:[^/]+/)*)?([^/:]+)", re.DOTALL)


@functools.cache
def broad_managed_policies() -> dict[str, Any]:
    """The table: `copied_from`, `copied`, and `policies` by name."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def aws_managed_name(value: Any) -> str:
    """The name of the managed policy of AWS that a value means; nothing for what is none, or not known."""
    text = text_of(value)
    match = _OF_AWS.fullmatch(text) if text is not None else None
    return match[1] if match else ""


def by_managed_policies(resource: Resource, judged: Judged) -> Iterator[Breach]:
    """What is found in the managed policies of AWS that a resource names: one breach for each that has some."""
    for place in managed_policies(resource):
        name = aws_managed_name(place.value)
        found = [breach.found for statement in _statements(name) for breach in judged(statement)]
        if found:
            said = " ".join(dict.fromkeys(found))
            taken = mended(resource, Amendment(place.path, GONE, place.value))
            yield Breach(f"It has the managed policy {name}. {said}", at=place.path, patches=taken)


def unknown_managed_policies(resource: Resource) -> Iterator[Breach]:
    """The managed policies of a resource that only the deploy knows."""
    for place in managed_policies(resource):
        value = place.value
        if isinstance(value, Unknown):
            yield Breach(f"The managed policy is {value.why}.", at=place.path, unknown=True)
        elif isinstance(value, Partial) and "${" in aws_managed_name(value):
            yield Breach(f"The managed policy is {value}.", at=place.path, unknown=True)


@functools.cache
def _statements(name: str) -> tuple[Statement, ...]:
    policy = broad_managed_policies()["policies"].get(name)
    nowhere = Template(Path(), {"Resources": {}})
    return tuple(statements_of(nowhere, Place("", {"Statement": policy["statements"]}))) if policy else ()
