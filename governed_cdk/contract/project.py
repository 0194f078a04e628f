"""The project of an assembly: what it is called, and the manifest that it publishes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.environment_names import environment_names
from governed_cdk.contract.manifest import manifest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template import Template
    from governed_cdk.contract.graph import Graph
    from governed_cdk.contract.manifest import Manifest


def project_manifest(graph: Graph, repository: str) -> Manifest:
    """The manifest of an assembly of the project in this folder: the platform's has the environments that it has."""
    environments = {one: Environment.load(one) for one in environment_names()} if graph.is_platform else {}
    return manifest_of(graph, repository, environments)


def project_of(templates: Iterable[Template]) -> str:
    """The value of the tag `Project` that most resources carry; nothing where none does."""
    counts: Counter[str] = Counter()
    for template in templates:
        for resource in template.resources.values():
            counts.update(value for value in _tags(resource.properties.get("Tags")) if isinstance(value, str))
    return counts.most_common(1)[0][0] if counts else ""


def _tags(tags: Any) -> list[Any]:
    if isinstance(tags, dict):
        return [tags.get("Project")]
    if not isinstance(tags, list):
        return []
    return [tag.get("Value") for tag in tags if isinstance(tag, dict) and tag.get("Key") == "Project"]
