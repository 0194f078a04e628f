"""What is deployed: each stack with its resources, and what its template says of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from governed_cdk.drift.expected import MARK, Resolver
from governed_cdk.drift.found import DriftPlace, Unread

if TYPE_CHECKING:
    from governed_cdk.drift.reading import AccountReader

STACK = "AWS::CloudFormation::Stack"
_NO_STACK = "ValidationError"  # of DescribeStacks: "Stack with id ... does not exist"
_SETTLED = ("_COMPLETE", "_FAILED")


@dataclass(frozen=True)
class DeployedResource:
    """One resource of a stack: its ids, and its properties as far as they can be worked out."""

    place: DriftPlace
    logical_id: str
    physical_id: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DeployedStack:
    """One stack as it is."""

    place: DriftPlace
    id: str
    status: str
    protected: bool
    resources: tuple[DeployedResource, ...]

    @property
    def settled(self) -> bool:
        """Whether no deploy is under way."""
        return self.status.endswith(_SETTLED)


class RegionStacks:
    """The stacks of one region: ours, and those of others, which are read when there is a question about them."""

    def __init__(self, reader: AccountReader, environment: str, names: Iterable[str]) -> None:
        self.reader = reader
        self.region = DriftPlace(environment, reader.region)
        self._names = tuple(names)
        self.unread: list[Unread] = []

    @functools.cached_property
    def ours(self) -> tuple[DeployedStack, ...]:
        """Those that are meant and are there, nested ones among them."""
        return tuple(self._with_nested(self._names))

    @functools.cached_property
    def missing(self) -> tuple[str, ...]:
        """Those that are meant and are not there."""
        there = {stack.place.stack for stack in self.ours}
        told = {one.place.stack for one in self.unread}
        return tuple(name for name in self._names if name not in there | told)

    @functools.cached_property
    def others(self) -> tuple[DeployedStack, ...]:
        """Everybody else's: what they hold is in a stack, and may be a part of what is ours."""
        answer, code = self.reader.ask("cloudformation", "describe_stacks")
        if code:
            self.unread.append(Unread(self.region, "cloudformation describe_stacks", code))
        ours = {stack.id for stack in self.ours}
        names = [one["StackName"] for one in answer.get("Stacks", ()) if one["StackId"] not in ours]
        return tuple(filter(None, (self._read(name) for name in names)))

    def resources(self) -> Iterator[DeployedResource]:
        """Every resource of our stacks."""
        for stack in self.ours:
            yield from stack.resources

    def of_type(self, type_: str, *, others: bool = False) -> Iterator[DeployedResource]:
        """The resources of a type; with `others`, those of everybody's stacks."""
        for stack in (*self.ours, *(self.others if others else ())):
            yield from (one for one in stack.resources if one.type == type_)

    def _with_nested(self, names: Iterable[str]) -> Iterator[DeployedStack]:
        for name in names:
            stack = self._read(name)
            if stack:
                yield stack
                yield from self._with_nested(one.physical_id for one in stack.resources if one.type == STACK)

    def _read(self, name: str) -> DeployedStack | None:
        described, code = self.reader.ask("cloudformation", "describe_stacks", StackName=name)
        listed, code_of_list = self.reader.ask("cloudformation", "list_stack_resources", StackName=name)
        template, code_of_template = self.reader.ask("cloudformation", "get_template", StackName=name)
        if code == _NO_STACK:
            return None
        if code or code_of_list or code_of_template:
            place = DriftPlace(self.region.environment, self.region.region, name)
            self.unread.append(Unread(place, "cloudformation", code or code_of_list or code_of_template))
            return None
        (stack,) = described["Stacks"]
        place = DriftPlace(self.region.environment, self.region.region, stack["StackName"])
        there = [
            one
            for one in listed["StackResourceSummaries"]
            if not one["ResourceStatus"].startswith("DELETE_COMPLETE") and one.get("PhysicalResourceId")
        ]
        return DeployedStack(
            place,
            id=stack["StackId"],
            status=stack["StackStatus"],
            protected=bool(stack.get("EnableTerminationProtection")),
            resources=tuple(_resources(place, stack, there, template["TemplateBody"])),
        )


def _resources(
    place: DriftPlace, stack: Mapping[str, Any], listed: Iterable[Mapping[str, Any]], body: Any
) -> Iterator[DeployedResource]:
    said = body.get("Resources", {}) if isinstance(body, Mapping) else {}
    there = {one["LogicalResourceId"]: one for one in listed}
    values = _values(stack) | {name: one["PhysicalResourceId"] for name, one in there.items()}
    resolve = Resolver(values, {name: one["ResourceType"] for name, one in there.items()})
    for name, one in there.items():
        properties = resolve(dict(said.get(name, {}).get("Properties", {})))
        yield DeployedResource(place, name, one["PhysicalResourceId"], one["ResourceType"], properties)


def _values(stack: Mapping[str, Any]) -> dict[str, str]:
    _, partition, _, region, account, _ = stack["StackId"].split(":", 5)
    values = {
        "AWS::Partition": partition, "AWS::Region": region, "AWS::AccountId": account,
        "AWS::StackName": stack["StackName"], "AWS::StackId": stack["StackId"], "AWS::URLSuffix": "amazonaws.com",
    }  # fmt: skip
    for one in stack.get("Parameters", ()):
        value = one.get("ResolvedValue", one.get("ParameterValue", ""))
        values[one["ParameterKey"]] = MARK if "****" in value else value
    return values
