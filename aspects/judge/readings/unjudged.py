"""What a template has deployed that is in no template which was read: said of each, with the name that stands for it.

Sources: CloudFormation User Guide, "Managing extensions with the CloudFormation registry" (third-party types, modules),
"Macros", "Custom resources"; AWS Service Catalog Administrator Guide, "Products".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.transforms import foreign_transforms
from aspects.judge.template import ABSENT, Reference, describe
from aspects.judge.template.inline import PRODUCT, STACK_SET, addresses, inline
from aspects.judge.template.once import once_an_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template import Resource, Template

_MODULE = "::MODULE"
# Of the registry's types those of AWS have no owner but AWS; a skill of Alexa is Amazon's.
_OF_AMAZON = ("AWS::", "Alexa::", "Custom::")
# What stands before the name of a function in its ARN, and behind it.
_NAMED = re.compile(r"\Aarn:[^:]*:lambda:[^:]*:[^:]*:function:|(?<=[\w-]):[\w$-]+\Z")
_FUNCTIONS = {"AWS::Lambda::Alias", "AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Serverless::Function"}


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Something that nobody judged: its name, in words what it does, and where it stands."""

    name: str
    found: str
    at: str = ""


def unjudged(resource: Resource) -> Iterator[Unjudged]:
    """What a resource, or a template as a whole, has deployed that nobody judged."""
    for place in foreign_transforms(resource):
        name = describe(place.value)
        if name.startswith("AWS::Include"):
            yield Unjudged(name.removeprefix("AWS::Include of "), f"It puts in {name}, which nobody read.", place.path)
        else:
            yield Unjudged(name, f"The macro {name} rewrites it after the judgement.", place.path)
    if resource.type.endswith(_MODULE):
        yield Unjudged(resource.type, f"What the module {resource.type} holds is not in the template.")
    elif not resource.type.startswith(_OF_AMAZON):
        yield Unjudged(resource.type, f"{resource.type} is a type of a third party, whose code makes what it will.")
    else:
        custom = resource.type.startswith("Custom::") or resource.type == "AWS::CloudFormation::CustomResource"
        yield from (_custom if custom else _BY_TYPE.get(resource.type, _nothing))(resource)


def _nothing(resource: Resource) -> Iterator[Unjudged]:
    del resource
    yield from ()


def _custom(resource: Resource) -> Iterator[Unjudged]:
    """A custom resource is what a function does: one of these templates is judged with its code and its rights."""
    for place in resource.places("ServiceToken"):
        value = place.value
        if isinstance(value, str) and _NAMED.sub("", value) in _functions(resource.template):
            continue
        if value is not ABSENT and not (isinstance(value, Reference) and value.resource.type in _FUNCTIONS):
            found = f"It runs {describe(value)}, which is no function of its app."
            yield Unjudged(describe(value), found, place.path)


@once_an_app
def _functions(app: tuple[Template, ...]) -> frozenset[str]:
    """The names of an app's functions."""
    functions = [one for template in app for one in template.of_type(*_FUNCTIONS)]
    return frozenset(name for one in functions for name in one.values("FunctionName") if isinstance(name, str))


def _macro(resource: Resource) -> Iterator[Unjudged]:
    names = [describe(value) for value in resource.values("Name")]
    for name in names:
        yield Unjudged(name, f"Every template that names the macro {name} is rewritten after its judgement.", "Name")


def _elsewhere(resource: Resource, *path: str) -> Iterator[Unjudged]:
    """The template at an address, unless it was read as a nested one."""
    if resource.logical_id in resource.template.nested:
        return
    for place in resource.places(*path):
        if place.value is not ABSENT:
            name = _address(place.value)
            if not name:
                continue
            yield Unjudged(name, f"The template {name} is not among those that were read.", place.path)


def _stack(resource: Resource) -> Iterator[Unjudged]:
    yield from _elsewhere(resource, "TemplateURL")


def _application(resource: Resource) -> Iterator[Unjudged]:
    yield from _elsewhere(resource, "Location")


def _holder(resource: Resource) -> Iterator[Unjudged]:
    """A StackSet, or a product of Service Catalog with its versions: what it holds was read, or is at an address."""
    held = inline(resource)
    for at, name in addresses(resource):
        if name not in held.read:
            yield Unjudged(name, f"The template {name} is not among those that were read.", at)
    for why in held.unread:
        yield Unjudged("TemplateBody", f"Its template cannot be read: {why}.", "TemplateBody")


def _provisioned(resource: Resource) -> Iterator[Unjudged]:
    for name in ("ProductId", "ProductName"):
        for place in resource.places(name):
            if isinstance(place.value, Reference) and place.value.resource.type == PRODUCT:
                continue
            if place.value is not ABSENT:
                product = describe(place.value)
                yield Unjudged(product, f"The template of the product {product} is not here.", place.path)


def _address(value: Any) -> str:
    """The address of a template, also of an application in the repository of SAM's; empty where there is none."""
    if isinstance(value, dict):
        return str(value.get("ApplicationId") or "")
    return describe(value)


_BY_TYPE: dict[str, Callable[[Resource], Iterator[Unjudged]]] = {
    "AWS::CloudFormation::Macro": _macro,
    "AWS::CloudFormation::Stack": _stack,
    "AWS::Serverless::Application": _application,
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct": _provisioned,
    PRODUCT: _holder,
    STACK_SET: _holder,
}
