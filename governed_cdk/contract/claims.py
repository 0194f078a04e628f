"""What is wrong with whose a stack or a parameter is: each is of one repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.platform_names import SLUGS, taken
from governed_cdk.contract.graph import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.contract.graph import Graph

_ONE = "allowed: one repository"


def claim_findings(graph: Graph) -> list[str]:
    """Every finding: stacks that two repositories have, that are called as the platform's, and its parameters."""
    return [*_claimed_twice(graph), *_the_platforms(graph), *_published_by_others(graph)]


def _claimed_twice(graph: Graph) -> Iterator[str]:
    owners: dict[str, list[str]] = {}
    for repository, stacks in sorted(graph.claims.items()):
        for stack in stacks:
            owners.setdefault(stack, []).append(repository)
    for stack, repositories in sorted(owners.items()):
        if stack in graph.own_names:
            yield f"{graph.own_names[stack]} is a stack of {' and '.join(repositories)} too; {_ONE}"
        elif len(repositories) > 1:
            yield f"{stack} is a stack of {' and '.join(repositories)}; {_ONE}"


def _the_platforms(graph: Graph) -> Iterator[str]:
    """Names that share their beginning with the platform's: in its gate those of others, elsewhere one's own."""
    if not graph.is_platform:
        for name, stack in sorted(graph.own_names.items()):
            if own := taken(name):
                yield f"{stack} is called as {own} of the platform; {_beside(own)}"
        return
    slugs = sorted({*SLUGS, *graph.own_names}, key=len)
    for repository, stacks in sorted(graph.claims.items()):
        for stack in sorted(stacks - graph.own_names.keys()):
            if own := taken(stack, slugs):
                yield f"{repository} has a stack {stack}, called as {own} of the platform; {_beside(own)}"


def _beside(own: str) -> str:
    return f"allowed: a name that neither is {own} nor begins {own}-"


def _published_by_others(graph: Graph) -> Iterator[str]:
    for use in graph.publications:
        output = declared(use.parameter)
        producer = output.producer if output else graph.folder_of(use.parameter)
        stack = use.stack if use.repository else graph.nameless(use.stack)
        if producer in SLUGS and not f"{stack}-".startswith(f"{producer}-"):
            yield f"{use.owner} publishes {use.parameter}, which is {producer}'s; allowed: parameters of its own"
