"""Manifests: what a repository has, reads and publishes, committed there, and checked by those who publish.

They name no environment, account, region or folder: a manifest made from prod's templates is the one of dev's.
"""

from __future__ import annotations

import dataclasses
import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, StringConstraints

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.platform_facts import PlatformFacts
from constructs_lib.kernel.setting_errors import validate
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Kebab
from governed_cdk.contract.check import external
from governed_cdk.contract.graph import declared
from governed_cdk.contract.parameters import SECURE, Publication, Read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from constructs_lib import Environment
    from governed_cdk.contract.graph import Graph
    from governed_cdk.contract.parameters import ParameterUse

FORMAT: Final = "governed-cdk.contract/2"
"""Since 2 it has `stacks`; of a manifest in format 1, the stacks that publish or read something are known."""
WITH_ENVIRONMENTS: Final = "governed-cdk.contract/3"
"""The platform's, which has `environments` as well; every other repository's can be read by who does not know this."""

_ENVIRONMENT = "{env}"
_Text = Annotated[str, StringConstraints(min_length=1)]
_Wire = Literal["String", "StringList"]


class Published(StrictModel):
    """A parameter that the repository publishes."""

    parameter: _Text
    """Its name, the environment spelled `{env}`."""
    stack: _Text
    """The stack, without its environment."""
    wire: _Wire | None = None
    """Its SSM type; absent where only the deploy knows."""


class Consumed(Published):
    """A parameter that the repository reads and does not publish itself; without a type it takes any."""

    kind: _Text | None = None
    """What Python sees, `kms.IKey`; absent for what the platform's contract does not declare."""


class Manifest(StrictModel):
    """One repository's side of the contract."""

    format: Literal["governed-cdk.contract/1", "governed-cdk.contract/2", "governed-cdk.contract/3"]
    """The version of this format."""
    repository: Kebab
    """Whose it is."""
    stacks: tuple[_Text, ...] = Field(default=())
    """Its stacks without their environment, companions too, sorted: nobody else has one of these."""
    publishes: tuple[Published, ...] = Field(default=())
    """What others may read, sorted."""
    reads: tuple[Consumed, ...] = Field(default=())
    """What others must go on publishing, sorted."""
    environments: dict[str, PlatformFacts] | None = None
    """What the environment files of services have of the platform, by environment; the platform's manifest alone."""

    @property
    def claims(self) -> frozenset[str]:
        """The stacks that are its, without their environment."""
        return frozenset({*self.stacks, *(one.stack for one in (*self.publishes, *self.reads))})


def read_manifests(paths: Iterable[Path]) -> list[Manifest]:
    """The manifests in some files. Raises ConfigurationError for what is none, and for a repository given twice."""
    found: dict[str, Path] = {}
    manifests = []
    for path in paths:
        manifest = _read(path)
        if manifest.repository in found:
            raise invalid(
                f"{path}: repository",
                manifest.repository,
                f"one manifest a repository; {found[manifest.repository]} is its",
            )
        found[manifest.repository] = path
        manifests.append(manifest)
    return manifests


def _read(path: Path) -> Manifest:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ConfigurationError(f"{path}: no such file") from None
    except ValueError as error:
        raise ConfigurationError(f"{path}: not JSON: {error}") from None
    return validate(Manifest, data, str(path))


def with_manifests(graph: Graph, manifests: Iterable[Manifest]) -> Graph:
    """The graph with other repositories in it, in each environment of the assembly."""
    manifests = tuple(manifests)
    publications, reads = list(graph.publications), list(graph.reads)
    for manifest in manifests:
        for environment in graph.environments:
            for published in manifest.publishes:
                path = published.parameter.replace(_ENVIRONMENT, environment)
                publications.append(Publication(path, published.stack, published.wire or "", manifest.repository))
            for read in manifest.reads:
                path = read.parameter.replace(_ENVIRONMENT, environment)
                reads.append(Read(path, read.stack, read.wire or "", manifest.repository, kind=read.kind or ""))
    return dataclasses.replace(
        graph,
        publications=tuple(dict.fromkeys(publications)),
        reads=tuple(dict.fromkeys(reads)),
        claims={manifest.repository: manifest.claims for manifest in manifests},
    )


def manifest_of(
    graph: Graph, repository: str, environments: Mapping[str, Environment] = MappingProxyType({})
) -> Manifest:
    """The manifest of an assembly: contract paths that it publishes, and everything that it reads from others.

    The platform's has what is true of its environments, all of them, whichever the assembly is of.
    """
    own = [use for use in graph.publications if not use.repository]
    taken = [read for read in graph.contract_reads if not read.repository and read.wire != SECURE]
    publishes = {_published(graph, use) for use in own if graph.in_contract(use.parameter)}
    reads = {
        Consumed(
            **_published(graph, read).model_dump(),
            kind=output.kind.value if (output := declared(read.parameter)) else None,
        )
        for read in taken
        if external(graph, read) or any(use.repository for use in graph.producers(read))
    }
    return Manifest(
        format=WITH_ENVIRONMENTS if graph.is_platform else FORMAT,
        repository=repository,
        stacks=tuple(sorted(graph.own_names)),
        publishes=tuple(sorted(publishes, key=_order)),
        reads=tuple(sorted(reads, key=_order)),
        environments={name: _facts(one) for name, one in environments.items()} if graph.is_platform else None,
    )


def _facts(environment: Environment) -> PlatformFacts:
    return PlatformFacts.model_validate({key: getattr(environment, key) for key in PlatformFacts.model_fields})


def render_manifest(manifest: Manifest) -> str:
    """The manifest as a file."""
    return json.dumps(manifest.model_dump(mode="json", exclude_none=True), indent=2) + "\n"


def _published(graph: Graph, use: ParameterUse) -> Published:
    environment = graph.environment_of(use.parameter)
    parameter = use.parameter
    if environment:
        parameter = f"/{_ENVIRONMENT}/{parameter.removeprefix(f'/{environment}/')}"
    return Published.model_validate(
        {"parameter": parameter, "stack": graph.nameless(use.stack), "wire": use.wire or None}
    )


def _order(entry: Published) -> tuple[str, ...]:
    return (entry.parameter, entry.stack, entry.wire or "")
