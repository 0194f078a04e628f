"""Finished templates as plain data: templates, their resources, and the way to a property."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aspects.judge.template.intrinsics import alternatives
from aspects.judge.template.lines import resource_lines
from aspects.judge.template.values import ABSENT, OPAQUE, Partial, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EVERY = "*"
_PSEUDO = {"AWS::NoValue": ABSENT, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}


@dataclass(frozen=True, slots=True)
class Place:
    """A value that a property may have, and where it stands: `Replicas[0].SSESpecification.KMSMasterKeyId`."""

    path: str
    value: Any


@dataclass(eq=False)
class Resource:
    """One resource of a template."""

    template: Template
    logical_id: str
    body: Mapping[str, Any]

    @property
    def type(self) -> str:
        """The CloudFormation type, such as `AWS::S3::Bucket`."""
        return str(self.body["Type"])

    @functools.cached_property
    def properties(self) -> dict[str, Any]:
        """The properties as they stand, intrinsic functions and all."""
        found = self.body.get("Properties")
        return found if isinstance(found, dict) else {}

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The resource's metadata."""
        found = self.body.get("Metadata")
        return found if isinstance(found, dict) else {}

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
        An empty list or mapping has no items, and so no places.
        """
        return self.template.places(self.properties, *path)

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
    # The construct path of its stack, `Stage/prod-rds`; for a nested stack, of the one that it is nested in.
    stack_path: str = ""
    assembly: Path | None = None
    callers: list[tuple[Template, Mapping[str, Any]]] = field(default_factory=list)
    nested: dict[str, Template] = field(default_factory=dict)
    # The artifacts that are deployed before it.
    depends_on: tuple[str, ...] = ()
    # Construct paths by logical id, for templates without `aws:cdk:path` in their resources.
    construct_paths: Mapping[str, str] = field(default_factory=dict)
    # The Python line that made each construct, by construct path.
    sources: Mapping[str, str] = field(default_factory=dict)
    # What `accept()` wrote down, each with the construct path that it was said of.
    accepted: tuple[Mapping[str, str], ...] = ()
    # Every template that was read together with this one, itself included.
    app: tuple[Template, ...] = ()

    @functools.cached_property
    def resources(self) -> dict[str, Resource]:
        """The resources by logical id."""
        return {name: Resource(self, name, body) for name, body in self._section("Resources").items()}

    @functools.cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The section `Parameters`."""
        return self._section("Parameters")

    @functools.cached_property
    def mappings(self) -> Mapping[str, Any]:
        """The section `Mappings`."""
        return self._section("Mappings")

    @functools.cached_property
    def outputs(self) -> Mapping[str, Any]:
        """The section `Outputs`."""
        return self._section("Outputs")

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
        return known.get(name) or Unknown(name.removeprefix("AWS::"))

    def alternatives(self, value: Any) -> list[Any]:
        """Everything that a value may be, its outermost intrinsic function worked out; never empty."""
        return alternatives(self, value)

    def places(self, value: Any, *path: str, at: str = "") -> Iterator[Place]:
        """As `Resource.places`, from any value of the template; `at` is the place of that value."""
        # Straight down through mappings that are no function: most ways are like that, and a step costs little.
        while path and isinstance(value, dict) and len(value) != 1 and path[0] in value and path[0] != EVERY:
            head, *rest = path
            value, path, at = value[head], tuple(rest), f"{at}.{head}" if at else head
        for found in alternatives(self, value):
            if not path:
                yield Place(at, found)
                continue
            head, *rest = path
            if isinstance(found, OPAQUE):
                yield Place(_said(at, path), found)
            elif head == EVERY:
                yield from self._items(found, rest, at)
            elif isinstance(found, dict) and head in found:
                yield from self.places(found[head], *rest, at=f"{at}.{head}" if at else head)
            elif isinstance(found, dict) or found is ABSENT:
                yield Place(_said(at, path), ABSENT)
            else:
                yield Place(_said(at, path), Unknown("a value of another shape"))

    def _items(self, found: Any, rest: list[str], at: str) -> Iterator[Place]:
        if isinstance(found, list):
            for index, item in enumerate(found):
                for value in alternatives(self, item):
                    if value is not ABSENT:  # an item that is AWS::NoValue is none
                        yield from self.places(value, *rest, at=f"{at}[{index}]")
        elif isinstance(found, dict) and not (rest and rest[0] in found):
            for key, item in found.items():
                yield from self.places(item, *rest, at=f"{at}.{key}")
        elif found is ABSENT:
            yield Place(_said(at, (EVERY, *rest)), ABSENT)
        else:
            # CloudFormation takes a single value where a list is due.
            yield from self.places(found, *rest, at=at)

    def line_of(self, logical_id: str) -> int:
        """The line of the template file where a resource begins, from 1; 1 where it cannot be told."""
        return self._lines.get(logical_id, 1)

    @functools.cached_property
    def _lines(self) -> dict[str, int]:
        if not self.path.is_file():
            return {}
        return resource_lines(self.path.read_text(encoding="utf-8-sig", errors="replace"))

    def _section(self, name: str) -> dict[str, Any]:
        found = self.body.get(name)
        return found if isinstance(found, dict) else {}


def _said(at: str, path: tuple[str, ...]) -> str:
    """A place and the rest of a path that breaks off there."""
    parts = [part for part in path if part != EVERY]
    return ".".join(part for part in (at, *parts) if part)


def text_of(value: Any) -> str | None:
    """The text of a value, also of one that is known in part; None for anything else."""
    return value if isinstance(value, str | Partial) else None
