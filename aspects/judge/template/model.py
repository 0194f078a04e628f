"""Finished templates as plain data: templates, their resources, and what refers to one of these."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aspects.judge.template.intrinsics import alternatives
from aspects.judge.template.lines import ResourceLines, lines_in
from aspects.judge.template.places import places
from aspects.judge.template.property_values import ABSENT, INCLUDES, Opaque, Unknown, leaves
from aspects.judge.template.sections import mapping_of, section
from aspects.judge.template.world import current

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from aspects.judge.template.places import Place
    from aspects.judge.template.property_values import Partial
    from constructs_lib.kernel.environment_traits import EnvironmentTraits

_PSEUDO = {"AWS::NoValue": ABSENT, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}


@dataclass(eq=False)
class Resource:
    """One resource of a template."""

    template: Template
    logical_id: str
    body: Mapping[str, Any]
    memory: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)  # what was read of it once (`once.py`)

    @functools.cached_property
    def type(self) -> str:
        """The CloudFormation type, such as `AWS::S3::Bucket`."""
        return str(self.body["Type"])

    @functools.cached_property
    def properties(self) -> dict[str, Any]:
        """The properties as they stand, intrinsic functions and all; what is included beside them may bring more."""
        found = mapping_of(self.body.get("Properties"))
        return {**found, INCLUDES: self.body[INCLUDES]} if INCLUDES in self.body else found

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The resource's metadata."""
        return mapping_of(self.body.get("Metadata"))

    @property
    def construct_path(self) -> str:
        """The path of the CDK construct, or nothing where CDK did not make the template."""
        return str(self.metadata.get("aws:cdk:path") or self.template.construct_paths.get(self.logical_id, ""))

    @property
    def place(self) -> str:
        """The construct path, or the logical id where CDK did not make the template."""
        return self.construct_path or self.logical_id

    def places(self, *path: str) -> Iterator[Place]:
        """Every value that the property at a path may have, `*` standing for each item of a list or value of a map.

        Where the path breaks off, ABSENT stands for the rest of it; where it meets an unknown value, that value does.
        An empty list or mapping has no items, and so no places; nor has a resource that is not there (`world.py`).
        """
        world = current()
        if world is not None and not world.stands(self):
            return iter(())
        return places(self.template, self.properties, *path)

    def values(self, *path: str) -> list[Any]:
        """The values of `places`, without the places."""
        return [place.value for place in self.places(*path)]


@dataclass(eq=False)
class Template:
    """One template, with what is known of its surroundings.

    `callers` are the parents of a nested stack, each with the values that it gives to the parameters; `nested` the
    nested stacks by the logical id of their resource. `origin` says where it comes from, as the user named it.
    """

    path: Path
    body: Mapping[str, Any]
    origin: str = ""
    account: str = ""
    region: str = ""
    stack_name: str = ""
    # The construct path of its stack, `Prod/prod-rds`, which CDK's command line takes; of a nested stack, its parent's.
    stack_path: str = ""
    assembly: Path | None = None
    callers: list[tuple[Template, Mapping[str, Any]]] = field(default_factory=list)
    nested: dict[str, Template] = field(default_factory=dict)
    # The artifacts that are deployed before it, and the tags of the stack itself, not of what is in it.
    depends_on: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    # Construct paths by logical id, for templates without `aws:cdk:path` in their resources.
    construct_paths: Mapping[str, str] = field(default_factory=dict)
    # The Python line that made each construct, by construct path.
    sources: Mapping[str, str] = field(default_factory=dict)
    # What it was synthesised for, where govern() wrote that beside it.
    environment: EnvironmentTraits | None = None
    # What `accept()` wrote down, each with the construct path that it was said of.
    accepted: tuple[Mapping[str, str], ...] = ()
    # Every template that was read together with this one, itself included.
    app: tuple[Template, ...] = ()
    # What was read of it, or of the app that it is the first of, once (`once.py`).
    memory: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @functools.cached_property
    def resources(self) -> dict[str, Resource]:
        """The resources by logical id."""
        return {name: Resource(self, name, body) for name, body in mapping_of(self.body.get("Resources")).items()}

    @property
    def template(self) -> Template:
        """Itself, as the scope of its functions."""
        return self

    parameters = section("Parameters")
    mappings = section("Mappings")
    conditions = section("Conditions")
    rules = section("Rules")
    outputs = section("Outputs")

    @functools.cached_property
    def by_type(self) -> Mapping[str, list[Resource]]:
        """The resources by type."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            found.setdefault(resource.type, []).append(resource)
        return found

    def of_type(self, *types: str) -> list[Resource]:
        """The resources of some types."""
        return [resource for type_ in types for resource in self.by_type.get(type_, ())]

    def pseudo(self, name: str) -> Any:
        """The value of a pseudo parameter, such as `AWS::Region`."""
        if name in _PSEUDO:
            return _PSEUDO[name]
        known = {"AWS::AccountId": self.account, "AWS::Region": self.region, "AWS::StackName": self.stack_name}
        return known.get(name) or Unknown(name.removeprefix("AWS::"), (self, name))

    def reference(self, logical_id: str, attribute: str = "") -> Reference:
        """What stands for a resource of the template, or for its attribute."""
        return Reference(self, logical_id, attribute)

    def alternatives(self, value: Any) -> list[Any]:
        """Everything that a value may be, its outermost intrinsic function worked out; never empty."""
        return alternatives(self, value)

    def places(self, value: Any, *path: str, at: str = "") -> Iterator[Place]:
        """As `Resource.places`, from any value of the template; `at` is the place of that value."""
        return places(self, value, *path, at=at)

    def with_nested(self, name: str = "") -> Iterator[tuple[str, Template]]:
        """The template and what is nested in it, each with its name: `prod-app`, `prod-app/Part1`."""
        name = name or self.stack_name
        yield name, self
        for logical_id, nested in self.nested.items():
            yield from nested.with_nested(f"{name}/{logical_id}")

    def line_of(self, logical_id: str) -> int:
        """The line of the template file where a resource begins, from 1; 1 where it cannot be told."""
        return self._lines.of(logical_id) or 1

    @functools.cached_property
    def _lines(self) -> ResourceLines:
        return lines_in(self.path) if self.path.is_file() else ResourceLines({})


@dataclass(frozen=True, slots=True)
class Reference(Opaque):
    """A `Ref` to a resource of the template, or its attribute."""

    template: Template
    logical_id: str
    attribute: str = ""

    @property
    def resource(self) -> Resource:
        """The resource that is meant."""
        return self.template.resources[self.logical_id]

    def __str__(self) -> str:
        return f"{self.logical_id}.{self.attribute}" if self.attribute else self.logical_id


def references(text: Partial) -> list[Reference]:
    """The resources that a text names, or is a piece of a text that does."""
    return [part for part in leaves(text) if isinstance(part, Reference)]
