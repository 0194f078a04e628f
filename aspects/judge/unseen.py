"""What a template has included at the deploy: resources that nobody can judge before, told once for each template.

Source: CloudFormation Template Reference, "AWS::Include transform" and "Fn::Transform".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.rule import Breach, Rule
from aspects.judge.rule_files import PAGES
from aspects.judge.template import Resource
from aspects.judge.template.property_values import INCLUDES
from constructs_lib.kernel.project import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Template

_INCLUDE = "AWS::Include"

INCLUDED = Rule(
    id="what-is-included-is-not-judged",
    title="What is included at the deploy is not judged.",
    about="Told once of a template in which `Fn::Transform` stands among the resources, or `AWS::Include` at its top: "
    "what these bring is unknown, everything else is judged. Beside properties, what is not there is unknown.",
    why="The resources that a transform brings are in no file that could be read.",
    fix="the resources in the template itself, or as a nested stack whose template is a local file",
    bad="",
    good="",
    check=lambda resource: iter(()),  # noqa: ARG005 - it judges templates, not resources
    types=frozenset({INCLUDES}),
    severity="warning",
    settled="warning",
    since="0.2.0",
    link=page(f"{PAGES}/what-is-included-is-not-judged.md"),
)
"""Under what an included part is told. It finds nothing: that there is an include is no mistake."""


def unseen(template: Template) -> Iterator[tuple[Resource, Breach]]:
    """What is told of an include among the resources of a template, or at its top; at a stand-in for what it brings."""
    at_the_top = (one for one in _names(template.body.get("Transform")) if one == _INCLUDE)
    named = dict.fromkeys([*_names(template.body.get(INCLUDES)), *at_the_top])
    if named:
        said = f"{', '.join(named)} brings what nobody can judge before the deploy."
        yield Resource(template, INCLUDES, {"Type": INCLUDES}), Breach(said, at="Resources", unknown=True)


def _names(transforms: Any) -> Iterator[str]:
    for one in transforms if isinstance(transforms, list) else [transforms]:
        name = one.get("Name") if isinstance(one, dict) else one
        if one is not None:
            yield str(name)
