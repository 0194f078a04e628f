"""The contract as a graph: which stack publishes what, who reads it, and the deploy waves that follow."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly import stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel import contract
from constructs_lib.kernel.deploy_order import deploy_waves
from governed_cdk.contract.parameters import ParameterUse, Publication, Read, traffic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.template import Template
    from constructs_lib.kernel.output import Output

_BOOTSTRAP = "/cdk-bootstrap/"
_NOT_OURS = (_BOOTSTRAP, "/aws/")  # CDK's own parameter, and those that AWS publishes

_DECLARED: dict[tuple[str, ...], Output[Any]] = {(output.producer, output.name): output for output in contract.ALL}
_LEGACY = {path: output for output in contract.ALL for path in output.legacy}


def declared(parameter: str) -> Output[Any] | None:
    """The output of the platform's contract that a parameter holds, in any environment, also under a legacy path."""
    return _LEGACY.get(parameter) or _DECLARED.get(_parts(parameter)[1:])


def _parts(parameter: str) -> tuple[str, ...]:
    """Environment, stack and name in `/<env>/<stack>/<name>`; nothing in a parameter of another shape."""
    start, *parts = parameter.split("/")
    return tuple(parts) if not start and len(parts) == 3 else ()


def is_bootstrap(parameter: str) -> bool:
    """Whether a parameter is the one that `cdk bootstrap` makes."""
    return parameter.startswith(_BOOTSTRAP)


@dataclass(frozen=True)
class Graph:
    """Stacks, what they publish and what they read.

    `stacks` are those of the assembly, with account and region, `environments` those that they are of; `dependencies`
    what the assembly says must come first. `claims` are the stacks of other repositories, without their environment.
    """

    stacks: Mapping[str, tuple[str, str]]
    environments: tuple[str, ...]
    dependencies: Mapping[str, frozenset[str]]
    publications: tuple[Publication, ...]
    reads: tuple[Read, ...]
    unknown: tuple[str, ...]
    claims: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def nameless(self, stack: str) -> str:
        """A stack of the assembly without its environment, as manifests name it."""
        environments = sorted(self.environments, key=len, reverse=True)
        return next((stack.removeprefix(f"{one}-") for one in environments if stack.startswith(f"{one}-")), stack)

    @functools.cached_property
    def own_names(self) -> Mapping[str, str]:
        """The stacks of the assembly, each by its name without the environment."""
        return {self.nameless(stack): stack for stack in self.stacks}

    @functools.cached_property
    def contract_reads(self) -> tuple[Read, ...]:
        """The reads, without those of CDK's own and of AWS's public parameters."""
        return tuple(read for read in self.reads if not read.parameter.startswith(_NOT_OURS))

    def environment_of(self, parameter: str) -> str:
        """The environment in a contract path `/<env>/<stack>/<name>`; nothing for another parameter."""
        environment = next(iter(_parts(parameter)), "")
        return environment if environment in self.environments else ""

    def folder_of(self, parameter: str) -> str:
        """The stack in a contract path `/<env>/<stack>/<name>`, as the path has it; nothing for another parameter."""
        return _parts(parameter)[1] if self.environment_of(parameter) else ""

    def in_contract(self, parameter: str) -> bool:
        """Whether a parameter is one of a contract, the platform's or a service's."""
        return bool(self.environment_of(parameter) or declared(parameter))

    @functools.cached_property
    def is_platform(self) -> bool:
        """Whether the assembly is the platform's: one of its stacks publishes an output of its own in the contract."""
        outputs = ((use, declared(use.parameter)) for use in self.publications if not use.repository)
        return any(output and self.nameless(use.stack) == output.producer for use, output in outputs)

    def producers(self, read: Read) -> list[Publication]:
        """The publications that a read may get."""
        return [use for use in self._by_parameter.get(read.parameter, ()) if read.can_see(use)]

    def elsewhere(self, read: Read) -> list[Publication]:
        """Publications of the same name in another account or region."""
        return [use for use in self._by_parameter.get(read.parameter, ()) if not read.can_see(use)]

    @functools.cached_property
    def edges(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The parameters by producer and consumer."""
        found: dict[tuple[str, str], set[str]] = {}
        for read in self.contract_reads:
            for use in self.producers(read):
                if use.owner != read.owner or read.early:
                    found.setdefault((use.owner, read.owner), set()).add(read.parameter)
        return {edge: frozenset(found[edge]) for edge in sorted(found)}

    @functools.cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """The stacks that each stack comes after, by what it reads and by what the assembly says."""
        found = {stack: set(needed) for stack, needed in self.dependencies.items()}
        uses: tuple[ParameterUse, ...] = (*self.publications, *self.contract_reads)
        for use in uses:
            found.setdefault(use.owner, set())
        for producer, consumer in self.edges:
            found[consumer].add(producer)
        return {stack: frozenset(found[stack]) for stack in sorted(found)}

    @functools.cached_property
    def cycles(self) -> list[list[str]]:
        """Circles of stacks that wait for one another, producers before consumers, first and last the same."""
        graph = {stack: set(needed) for stack, needed in self.needs.items()}
        found = []
        while True:
            try:
                TopologicalSorter(graph).prepare()
            except CycleError as error:
                circle: list[str] = error.args[1]
                found.append(circle)
                graph[circle[1]].discard(circle[0])
            else:
                return found

    @functools.cached_property
    def waves(self) -> list[list[str]]:
        """The stacks by deploy wave; none where there is a cycle."""
        return [] if self.cycles else deploy_waves(self.needs)

    @functools.cached_property
    def _by_parameter(self) -> Mapping[str, list[Publication]]:
        found: dict[str, list[Publication]] = {}
        for use in self.publications:
            found.setdefault(use.parameter, []).append(use)
        return found


def graph_of(templates: Iterable[Template]) -> Graph:
    """The graph of an assembly's templates."""
    stacks = stacks_of(templates)
    seen = traffic(stacks)
    # The manifest names artifacts, which are called as their template files are.
    names = {stack.path.name.removesuffix(".template.json"): stack.stack_name for stack in stacks}
    dependencies: dict[str, set[str]] = {stack.stack_name: set() for stack in stacks}
    for stack in stacks:
        dependencies[stack.stack_name] |= {names[artifact] for artifact in stack.depends_on if artifact in names}
    return Graph(
        stacks={stack.stack_name: (stack.account, stack.region) for stack in stacks},
        environments=tuple(sorted({stack_environment(stack) for stack in stacks})),
        dependencies={name: frozenset(needed) for name, needed in dependencies.items()},
        publications=seen.publications,
        reads=seen.reads,
        unknown=seen.unknown,
    )
