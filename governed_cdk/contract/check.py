"""What is wrong with a contract graph, in one line each: who, what, given, allowed."""

from __future__ import annotations

import difflib
from itertools import pairwise
from typing import TYPE_CHECKING

from constructs_lib.kernel import contract
from constructs_lib.kernel.output import WireType
from governed_cdk.contract.claims import claim_findings
from governed_cdk.contract.graph import declared
from governed_cdk.contract.parameters import SECURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.contract.graph import Graph
    from governed_cdk.contract.parameters import Publication, Read

_TEMPLATE_TYPES = {
    "String": "AWS::SSM::Parameter::Value<String>",
    "StringList": "AWS::SSM::Parameter::Value<List<String>>",
}


def contract_findings(graph: Graph) -> list[str]:
    """Every finding, each once: of publications, of reads, and of the order that they make."""
    found = [*claim_findings(graph), *_published_otherwise(graph), *_published_twice(graph)]
    for read in graph.contract_reads:
        found += [*_missing(graph, read), *_of_another_type(graph, read), *_of_another_kind(read)]
    return list(dict.fromkeys([*found, *_circles(graph)]))


def external(graph: Graph, read: Read) -> bool:
    """Whether a read is of another repository: of the platform's, seen from a service's, or of a SecureString.

    CloudFormation makes no SecureString, so that no stack ever publishes one.
    """
    if graph.producers(read):
        return False
    here = declared(read.parameter) is None or graph.is_platform or graph.elsewhere(read)
    return read.wire == SECURE or not here


def _published_otherwise(graph: Graph) -> Iterator[str]:
    for use in graph.publications:
        output = declared(use.parameter)
        allowed = f"{output.wire}, as declared" if output else "String or StringList"
        if use.wire and use.wire not in ((output.wire,) if output else tuple(WireType)):
            yield f"{use.owner} publishes {use.parameter} as {use.wire}; allowed: {allowed}"


def _published_twice(graph: Graph) -> Iterator[str]:
    """The same parameter by two stacks: the second one cannot be deployed."""
    groups: dict[str, list[Publication]] = {}
    for use in graph.publications:
        groups.setdefault(use.parameter, []).append(use)
    for parameter, uses in groups.items():
        # A manifest names no place: it is of each.
        places = {(use.account, use.region) for use in uses if not use.repository} or {("", "")}
        for place in sorted(places):
            owners = {use.owner for use in uses if use.repository or (use.account, use.region) == place}
            if len(owners) > 1:
                yield f"{' and '.join(sorted(owners))} publish {parameter}; allowed: one producer"


def _missing(graph: Graph, read: Read) -> Iterator[str]:
    if graph.producers(read) or external(graph, read):
        return
    who = f"{read.owner} reads {described(read)}"
    output = declared(read.parameter)
    if elsewhere := graph.elsewhere(read):
        there = " and ".join(f"{use.owner} in {_place(use)}" for use in elsewhere)
        yield f"{who} in {_place(read)}: published only by {there}; allowed: a parameter of its own account and region"
    elif output:
        optional = f", which is optional ({output.meaning})" if output.optional else ""
        beside = ", ".join(_beside(graph, read.parameter)) or "what a stack here publishes"
        yield f"{who}: {output.producer} does not publish it{optional}; allowed: {beside}"
    else:
        near = _closest(graph, read)
        hint = f" (did you mean {near}?)" if near else ""
        yield f"{who}: nobody publishes it{hint}; allowed: an output of a stack here, of a manifest or of the contract"


def _of_another_type(graph: Graph, read: Read) -> Iterator[str]:
    given = [(use.owner, use.wire) for use in graph.producers(read)]
    output = declared(read.parameter)
    if not given and output and external(graph, read):
        given = [("the contract", output.wire)]
    for owner, wire in given:
        if read.wire and wire and read.wire != wire:
            allowed = _TEMPLATE_TYPES.get(wire, wire)
            yield f"{read.owner} reads {read.parameter} as {read.wire}: {owner} has a {wire}; allowed: {allowed}"


def _of_another_kind(read: Read) -> Iterator[str]:
    output = declared(read.parameter)
    if output and read.kind and read.kind != output.kind:
        yield f"{read.owner} reads {read.parameter} as {read.kind}; allowed: {output.kind}, as declared now"


def _circles(graph: Graph) -> Iterator[str]:
    for circle in graph.cycles:
        steps = []
        for producer, consumer in pairwise(circle):
            reads = ", ".join(sorted(graph.edges.get((producer, consumer), ())))
            steps.append(f"{consumer} reads {reads}" if reads else f"{consumer} depends on {producer}")
        yield f"cycle {' -> '.join(circle)}: {'; '.join(steps)}; allowed: no circle"


def described(read: Read) -> str:
    """A read's parameter, with the type that it takes."""
    return f"{read.parameter} ({read.wire})" if read.wire else read.parameter


def _beside(graph: Graph, parameter: str) -> list[str]:
    """The parameters that are published under the same producer."""
    folder = parameter.rpartition("/")[0]
    return sorted({use.parameter for use in graph.publications if use.parameter.rpartition("/")[0] == folder})


def _place(use: Publication | Read) -> str:
    return f"{use.account or 'any account'}/{use.region or 'any region'}"


def _closest(graph: Graph, read: Read) -> str:
    environment = graph.environment_of(read.parameter)
    known = {use.parameter for use in graph.publications}
    if environment:
        known |= {output.path(environment) for output in contract.ALL}
    return next(iter(difflib.get_close_matches(read.parameter, sorted(known), n=1, cutoff=0.8)), "")
