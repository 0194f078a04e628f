"""What cdk-nag cannot tell before a deploy, told apart from what it finds.

A rule of cdk-nag 3.0.2 that meets a value which only a deploy knows throws, and the pack reports that as a finding of
the rule, without the value. Findings of one rule are one entry, whose words are those of the first: what is found and
what is unknown must be asked for resource by resource.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from aspects.tree import at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cdk_nag import NagPack
    from constructs import IConstruct

_THREW = "Rule threw an error during validation."
_VALUE = re.compile(r'non-primitive value "(.*)", therefore', re.DOTALL)


def told_apart(
    found: list[cdk.PolicyViolation], app: cdk.App, verbose: NagPack
) -> Iterator[tuple[cdk.PolicyViolation, bool]]:
    """Each violation, and whether it is only unknown; one whose resources differ in that becomes one for each.

    Args:
        found: what the pack found in the app.
        app: the app.
        verbose: the same pack, made to say what a rule threw.
    """
    told: dict[str, dict[str, cdk.PolicyViolation]] = {}
    for violation in found:
        threw = violation.description.startswith(_THREW)
        # What a rule finds by a list has brackets, and is never what it threw.
        if "[" in violation.rule_name or not (threw or len(violation.violating_resources) > 1):
            yield violation, False
            continue
        for resource in violation.violating_resources:
            path = resource.construct_path or ""
            node = at(app, path)
            if path not in told:
                told[path] = {one.rule_name: one for one in verbose.validate_scope(node).violations}
            alone = told[path].get(violation.rule_name)
            said = alone.description if alone else violation.description
            unknown = _unknown(node, said) if said.startswith(_THREW) else ""
            yield _of(violation, resource, unknown or said), bool(unknown)


def _of(violation: cdk.PolicyViolation, resource: cdk.PolicyViolatingResource, text: str) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=violation.rule_name,
        description=text,
        severity=violation.severity,
        violating_resources=[resource],
    )


def _unknown(node: IConstruct, said: str) -> str:
    """What is not known, or nothing where all is: a rule that fails on that has judged nothing, and must not pass."""
    value = _VALUE.search(said)
    functions = [value[1]] if value else list(_functions(node))
    return f"Not known before a deploy: {'; '.join(functions)}. cdk-nag cannot judge it." if functions else ""


def _functions(node: IConstruct) -> Iterator[str]:
    """The properties of a resource that are one function each, with it."""
    try:
        given: dict[str, Any] = cdk.Stack.of(node).resolve(node._cfn_properties)  # type: ignore[attr-defined] # noqa: SLF001 - protected, for extensions
    except RuntimeError:  # a token in the place of an object, which jsii cannot hand over
        yield "a value of its properties"
        return
    for name, value in given.items():
        if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            yield f"{name} is {json.dumps(value)}"
