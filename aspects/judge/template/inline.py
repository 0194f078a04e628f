"""Templates within another one, which are judged as nested stacks are.

They are the bodies of StackSets, as text, and what an assembly holds for StackSets and products of Service Catalog.
What they make stands in other accounts and stacks: each is an app by itself. Sources: CloudFormation Template Reference
Guide, `AWS::CloudFormation::StackSet` and `AWS::ServiceCatalog::CloudFormationProduct`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.template.asset_templates import asset_template
from aspects.judge.template.json_body import read_json_body
from aspects.judge.template.json_text import from_json, from_text
from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.model import Resource, Template
from aspects.judge.template.once import once
from aspects.judge.template.property_values import ABSENT, OPAQUE, describe
from aspects.judge.template.template_body import template_body
from aspects.judge.template.yaml_body import read_yaml_body
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STACK_SET: Final = "AWS::CloudFormation::StackSet"
PRODUCT: Final = "AWS::ServiceCatalog::CloudFormationProduct"
_LONGEST = 51_200  # CloudFormation takes no longer TemplateBody


@dataclass(eq=False)
class InlineTemplate(Template):
    """A template inside of another one; what is in it stands where the resource that holds it begins."""

    line: int = 1

    def line_of(self, logical_id: str) -> int:
        """The line of the resource that holds the template."""
        del logical_id
        return self.line


@dataclass(frozen=True)
class Inline:
    """The templates that a resource holds, one for each way in which its text may turn out, and why others are none.

    `read` are the addresses of those that the assembly holds.
    """

    templates: tuple[Template, ...] = ()
    unread: tuple[str, ...] = ()
    read: frozenset[str] = frozenset()


def with_inline(templates: Iterable[Template]) -> Iterator[Template]:
    """Some templates, each before those that stand in it."""
    for template in templates:
        yield template
        for resource in template.of_type(STACK_SET, PRODUCT):
            yield from with_inline(inline(resource).templates)


@once
def inline(resource: Resource) -> Inline:
    """What a StackSet or a product holds."""
    found: list[Template] = []
    unread: list[str] = []
    for value in resource.values("TemplateBody") if resource.type == STACK_SET else ():
        if isinstance(value, OPAQUE):
            unread.append(describe(value))
        elif value is not ABSENT:
            try:
                found.append(_template(resource, _data(value)))
            except (ConfigurationError, ValueError) as error:
                unread.append(" ".join(str(error).split())[:200])
    uploaded = {name: asset_template(resource.template, name) for _, name in addresses(resource)}
    found += [template for template in uploaded.values() if template]
    return Inline(tuple(found), tuple(unread), frozenset(name for name, template in uploaded.items() if template))


def addresses(resource: Resource) -> Iterator[tuple[str, str]]:
    """The addresses of templates that a StackSet or a product names, each with its place before it."""
    if resource.type == STACK_SET:
        for place in resource.places("TemplateURL"):
            if place.value is not ABSENT:
                yield place.path, describe(place.value)
        return
    for place in resource.places("ProvisioningArtifactParameters", "*", "Info"):
        info = from_json(place.value)
        for key, value in info.items() if isinstance(info, dict) else [("", info)]:
            for found in resource.template.alternatives(value):
                if found is not ABSENT:
                    yield f"{place.path}.{key}".rstrip("."), describe(found)


def _template(resource: Resource, body: Any) -> InlineTemplate:
    around = resource.template
    name = f"{around.origin}: {resource.logical_id}.TemplateBody"
    found = InlineTemplate(
        path=around.path,
        body=template_body(around.path, body),
        origin=name,
        environment=around.environment,
        assembly=around.assembly,
        callers=[(around, _passed(resource))],
        line=around.line_of(resource.logical_id),
    )
    found.app = (found,)
    return found


def _passed(resource: Resource) -> dict[str, Any]:
    """The parameters of a StackSet, which takes them as a list."""
    found: dict[str, Any] = {}
    for place in resource.places("Parameters", "*"):
        if isinstance(place.value, dict) and isinstance(name := place.value.get("ParameterKey"), str):
            found[name] = place.value.get("ParameterValue", ABSENT)
    return found


def _data(value: Any) -> Any:
    """The data of a template's text. Raises ConfigurationError or ValueError."""
    if not isinstance(value, str):
        return value
    if len(value) > _LONGEST:
        raise ConfigurationError(f"{len(value):,} characters; CloudFormation takes at most {_LONGEST:,}")
    if value.lstrip().startswith("{"):
        return from_text(value, lambda text: read_json_body("TemplateBody", text, DEFAULT))
    return from_text(value, lambda text: read_yaml_body("TemplateBody", text, DEFAULT), quoted=False)
