"""What stacks publish to and read from Parameter Store, taken from their finished templates.

Source: CloudFormation User Guide, "Systems Manager parameter types" and "Dynamic references"; an SSM-typed parameter
is read before anything of its stack is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.template import ABSENT, Lookup, Partial, Unknown, describe, is_known
from aspects.judge.template.property_values import DynamicReference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template

SECURE = "SecureString"

_SSM_TYPE = re.compile(r"AWS::SSM::Parameter::(?:Name|Value<(?P<inner>.+)>)")
_DYNAMIC = re.compile(r"\{\{resolve:(?P<service>ssm|ssm-secure):(?P<name>[^{}$]+?)(?::\d+)?\}\}")
_TEXTS = {"Fn::Sub", "Fn::Join"}


@dataclass(frozen=True, order=True, slots=True)
class ParameterUse:
    """A stack and a parameter of its. `wire` is the SSM type of the parameter, empty where it may be any.

    `repository` names another repository whose manifest says so; empty for a stack of the assembly. An empty account
    or region is one that is not known.
    """

    parameter: str
    stack: str
    wire: str
    repository: str = ""
    account: str = ""
    region: str = ""

    @property
    def owner(self) -> str:
        """The stack, with its repository where that is another one."""
        return f"{self.repository}/{self.stack}" if self.repository else self.stack


@dataclass(frozen=True, order=True, slots=True)
class Publication(ParameterUse):
    """A parameter that a stack makes, perhaps under a condition."""


@dataclass(frozen=True, order=True, slots=True)
class Read(ParameterUse):
    """A parameter that a stack reads.

    `early` says that CloudFormation reads it before it makes anything of the stack. `kind` is the kind that the output
    had when a manifest was written.
    """

    early: bool = True
    kind: str = ""

    def can_see(self, publication: Publication) -> bool:
        """Whether the publication is what this read gets: the same name, in the same account and region."""
        return self.parameter == publication.parameter and all(
            not mine or not theirs or mine == theirs
            for mine, theirs in ((self.account, publication.account), (self.region, publication.region))
        )


@dataclass(frozen=True, slots=True)
class Traffic:
    """Everything that some stacks publish and read; `unknown` says in a line each what cannot be told."""

    publications: tuple[Publication, ...]
    reads: tuple[Read, ...]
    unknown: tuple[str, ...]


def traffic(stacks: Iterable[Template]) -> Traffic:
    """What stacks publish and read, with what is nested in them."""
    publications: set[Publication] = set()
    reads: set[Read] = set()
    unknown: list[str] = []
    for stack in stacks:
        for _, template in stack.with_nested():
            publications.update(_publications(stack, template, unknown))
            reads.update(_reads(stack, template, unknown))
    typed = {(read.stack, read.parameter, read.region) for read in reads if read.early}
    once = [read for read in reads if read.early or (read.stack, read.parameter, read.region) not in typed]
    return Traffic(tuple(sorted(publications)), tuple(sorted(once)), tuple(dict.fromkeys(unknown)))


def _publications(stack: Template, template: Template, unknown: list[str]) -> Iterator[Publication]:
    for resource in template.of_type("AWS::SSM::Parameter"):
        types = [value for value in resource.values("Type") if isinstance(value, str) and is_known(value)]
        for name in resource.values("Name"):
            if isinstance(name, str) and is_known(name):
                wire = types[0] if len(types) == 1 else ""
                yield Publication(name, stack.stack_name, wire, account=stack.account, region=stack.region)
            elif name is not ABSENT:
                unknown.append(f"{stack.stack_name} publishes {resource.logical_id} as {describe(name)}")


def _reads(stack: Template, template: Template, unknown: list[str]) -> Iterator[Read]:
    def read(parameter: str, wire: str, *, early: bool) -> Read:
        return Read(parameter, stack.stack_name, wire, account=stack.account, region=stack.region, early=early)

    for name, body in template.parameters.items():
        match = _SSM_TYPE.fullmatch(str(body.get("Type"))) if isinstance(body, dict) else None
        if match:
            given = _given(template, name, body)
            if not given:
                unknown.append(f"{stack.stack_name} reads what parameter {name} is given at the deploy")
            for parameter in given:
                yield read(parameter, _wire(match["inner"]), early=True)
    for parameter, wire in _dynamic(template, list(_values(template))):
        if wire is None:
            unknown.append(f"{stack.stack_name} reads {parameter}")
        else:
            yield read(parameter, wire, early=False)


def _values(template: Template) -> Iterator[Any]:
    """Everything in a template that may hold a dynamic reference."""
    for resource in template.resources.values():
        yield resource.properties
    for body in template.parameters.values():
        yield [body.get("Default"), body.get("AllowedValues")] if isinstance(body, dict) else None
    yield from (template.mappings, template.outputs)


def _wire(inner: str | None) -> str:
    """The SSM type that a template parameter's type takes; AWS::SSM::Parameter::Name takes any."""
    if inner is None:
        return ""
    return "StringList" if inner.startswith("List<") or inner == "CommaDelimitedList" else "String"


def _given(template: Template, name: str, body: dict[str, Any]) -> list[str]:
    """The names that a template parameter may be given, as far as the templates say."""
    passed = [(parent, values[name]) for parent, values in template.callers if name in values]
    found = [one for parent, value in passed for one in parent.alternatives(value)]
    if not passed or len(passed) < len(template.callers):
        allowed = body.get("AllowedValues")
        found += [body.get("Default"), *(allowed if isinstance(allowed, list) else [])]
    return list(dict.fromkeys(text for text in found if isinstance(text, str) and text and is_known(text)))


def _dynamic(template: Template, value: Any) -> Iterator[tuple[str, str | None]]:
    """Parameter and wire type of each dynamic reference in a value; None as type where the name is not known."""
    if isinstance(value, str):
        for match in _DYNAMIC.finditer(value):
            yield match["name"], SECURE if match["service"] == "ssm-secure" else ""
    elif isinstance(value, list):
        for item in value:
            yield from _dynamic(template, item)
    elif isinstance(value, dict):
        if len(value) == 1 and not _TEXTS.isdisjoint(value):
            for text in template.alternatives(value):
                yield from _composed(template, text)
        for item in value.values():
            yield from _dynamic(template, item)


def _named(service: str, name: Any) -> tuple[str, str | None]:
    """The parameter of a dynamic reference, its version taken off, and the wire type; None where its name is open."""
    if isinstance(name, str) and not isinstance(name, Partial):
        head, _, version = name.rpartition(":")
        return head if version.isdecimal() else name, SECURE if service == "ssm-secure" else ""
    return f"{{{{resolve:{service}:{describe(name)}}}}}", None


def _composed(template: Template, text: Any) -> Iterator[tuple[str, str | None]]:
    """As `_dynamic`, from a text that Fn::Sub or Fn::Join has put together."""
    for part in text.parts if isinstance(text, Partial) else (text,):
        if isinstance(part, Lookup):
            yield _named("ssm", part.name)
        elif isinstance(part, Unknown) and isinstance(part.of, DynamicReference):
            if part.of.service == "ssm-secure":
                yield _named("ssm-secure", part.of.name)
        elif isinstance(part, str):
            yield from _dynamic(template, part)
            if "{{resolve:ssm" in _DYNAMIC.sub("", part):
                yield str(text), None
