"""Needs as policy documents, each within IAM's size, as few as the role can have.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (a managed policy has 6,144
characters without white space; ten of them are attached to a role, until the quota is raised).
"""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deploy_policy.special import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.deploy_policy.needs import Need
    from governed_cdk.deploy_policy.special import Conditions

CHARACTERS = 6144
ATTACHED = 10

Statement = dict[str, Any]
Document = dict[str, Any]

# Reading that tells nothing of what is stored: on everything, all of a service may stand for some of it.
_READING = ("Describe", "List")


def documents(needs: Iterable[Need]) -> list[Document]:
    """The documents. Where they would be more than a role can have, a service's `Describe*` and `List*` stand for some.

    Raises ConfigurationError where they are still too many.
    """
    needs = list(needs)
    found = _packed(_statements(needs))
    if len(found) > ATTACHED:
        found = _packed(_statements(needs, shortened=True))
    if len(found) > ATTACHED:
        raise ConfigurationError(
            f"deploy-policy: given {len(found)} policies of {CHARACTERS} characters; allowed: {ATTACHED}, as many as a "
            "role can have; give --stack, and deploy in parts by bootstraps of their own"
        )
    return found


def size(document: Document | Statement) -> int:
    """Characters without white space."""
    return len(json.dumps(document, separators=(",", ":")))


def _statements(needs: Iterable[Need], *, shortened: bool = False) -> list[Statement]:
    """One statement for all actions that are allowed on the same ARNs under the same conditions."""
    arns: dict[tuple[str, Conditions], set[str]] = defaultdict(set)
    for need in needs:
        arns[need.action, need.conditions].add(need.arn)
    grouped: dict[tuple[tuple[str, ...], Conditions], list[str]] = defaultdict(list)
    for (action, conditions), named in arns.items():
        grouped[_without_covered(named), conditions].append(action)
    return [
        _statement(_shortened(actions) if shortened and resources == ("*",) else sorted(actions), resources, conditions)
        for (resources, conditions), actions in sorted(grouped.items())
    ]


def _without_covered(arns: set[str]) -> tuple[str, ...]:
    return ("*",) if "*" in arns else tuple(
        sorted(one for one in arns if not any(_covers(other, one) for other in arns if other != one))
    )  # fmt: skip


def _covers(pattern: str, arn: str) -> bool:
    return "*" in pattern and bool(_regex(pattern).fullmatch(arn))


@functools.cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))))


def _shortened(actions: Iterable[str]) -> list[str]:
    found = set()
    for action in actions:
        service, _, name = action.partition(":")
        verb = next((one for one in _READING if name.startswith(one)), None)
        found.add(f"{service}:{verb}*" if verb else action)
    return sorted(found)


def _statement(actions: list[str], resources: tuple[str, ...], conditions: Conditions) -> Statement:
    found: Statement = {"Effect": "Allow", "Action": actions, "Resource": list(resources)}
    return {**found, "Condition": as_json(conditions)} if conditions else found


def _packed(statements: Iterable[Statement]) -> list[Document]:
    """Statements in documents, each into the first that has room for it."""
    found: list[Document] = []
    sizes: list[int] = []
    for statement in (part for one in statements for part in _split(one)):
        added = size(statement) + 1
        for index, taken in enumerate(sizes):
            if taken + added <= CHARACTERS:
                found[index]["Statement"].append(statement)
                sizes[index] += added
                break
        else:
            found.append(_document(statement))
            sizes.append(size(found[-1]))
    return found


def _document(*statements: Statement) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _split(statement: Statement) -> Iterator[Statement]:
    """A statement in parts that fit into a document: first by its actions, then by its resources."""
    if size(_document(statement)) <= CHARACTERS:
        yield statement
        return
    key = "Action" if len(statement["Action"]) > 1 else "Resource"
    half = len(statement[key]) // 2
    if half == 0:
        raise ConfigurationError(f"deploy-policy: one statement with more than {CHARACTERS} characters: {statement}")
    yield from _split({**statement, key: statement[key][:half]})
    yield from _split({**statement, key: statement[key][half:]})
