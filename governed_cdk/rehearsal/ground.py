"""The platform below a service: what of it the service needs, deployed first, and the bootstrap that services have."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.cdk_roles import QUALIFIER, SERVICES
from constructs_lib.kernel.context import CDK_JSON, read_cdk_json
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.platform_names import STATEMENT
from governed_cdk.contract.check import contract_findings
from governed_cdk.contract.graph import graph_of
from governed_cdk.deployment.artifacts import artifacts
from governed_cdk.platform_release.finding import platform_assembly
from governed_cdk.rehearsal import execution_policies, inventory
from governed_cdk.rehearsal.failure import RehearsalError, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.cdk import Cdk, Run
    from governed_cdk.rehearsal.emulator import Emulator

_QUALIFIER = re.compile(r":role/cdk-([\w-]+?)-deploy-role-")
_BOOTSTRAP = "bootstrap"  # the platform's stack with the boundary of services
_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@dataclass(frozen=True)
class Ground:
    """A platform's assembly with all its stacks, and those of them that are deployed."""

    assembly: Path
    whole: list[Template]
    stacks: list[Template]


def is_service(project: Path) -> bool:
    """Whether a project is no platform: only its `cdk.json` says that it is one."""
    return STATEMENT not in read_cdk_json(project / CDK_JSON).get("context", {})


def find(given: Path | None, project: Path, environment: str, folder: Path) -> Ground | None:
    """The platform that a project stands on, whole; None where it is the platform itself.

    Raises ConfigurationError as `platform_assembly`, for an assembly of another environment or of no platform, and for
    one that is given to the platform.
    """
    if not is_service(project):
        if given:
            raise invalid("--platform", str(given), "nothing here: this is the platform's own repository")
        return None
    assembly = platform_assembly(given, project, environment, folder)
    stacks = stacks_of(read_assembly(assembly))
    if not graph_of(stacks).is_platform:
        raise invalid(str(given or assembly), "no platform", "the platform's own stacks, which publish the contract")
    if (other := stack_environment(stacks[0])) != environment:
        raise invalid(f"{given or assembly}: environment", other, environment)
    return Ground(assembly, stacks, stacks)


def needed(platform: Ground, own: Sequence[Template], chosen: Sequence[Template]) -> Ground:
    """What of a platform has to be there for the chosen stacks of a service, with the stack of its boundary.

    Raises ConfigurationError where a service lives in another account or has a stack of the platform's name,
    RehearsalError where it reads what the platform does not publish.
    """
    if own[0].account != platform.whole[0].account:
        raise invalid("account", own[0].account, f"{platform.whole[0].account}, the platform's")
    names = {stack.stack_name for stack in platform.whole}
    if taken := sorted(names & {stack.stack_name for stack in own}):
        raise invalid("stack name", taken[0], "a name that no stack of the platform has")
    graph = graph_of([*platform.whole, *own])
    if found := contract_findings(graph):
        raise RehearsalError(f"contract: {found[0]} ({len(found)} in all)")
    left = [stack.stack_name for stack in chosen]
    left += [stack.stack_name for stack in platform.whole if graph.nameless(stack.stack_name) == _BOOTSTRAP]
    wanted: set[str] = set()
    while left:
        name = left.pop()
        if name not in wanted:
            wanted.add(name)
            left += graph.needs.get(name, ())
    return replace(platform, stacks=[stack for stack in platform.whole if stack.stack_name in wanted])


def qualifier_of(assembly: Path) -> str:
    """The bootstrap that the stacks of a service are deployed by.

    Raises ConfigurationError for the platform's own, whose roles a service repository may not assume.
    """
    found = {match[1] for one in artifacts(assembly).values() if (match := _QUALIFIER.search(one.role))}
    if QUALIFIER in found or len(found) != 1:
        given, allowed = ", ".join(sorted(found)) or "none", f"{SERVICES}, or one bootstrap of your own"
        raise invalid(f"{CDK_JSON}: @aws-cdk/core:bootstrapQualifier", given, allowed)
    return found.pop()


def deploy(ground: Ground, cdk: Cdk, emulator: Emulator) -> Run:
    """Bootstrap as the platform is, and deploy what is needed of it."""
    regions, policies = inventory.regions(ground.stacks), execution_policies.create(emulator, ground.whole)
    made = cdk.bootstrap(emulator.account, regions, policies, template_of=ground.assembly)
    require(made, "bootstrap of the platform")
    paths = [stack.stack_path for stack in ground.stacks]
    return require(cdk.deploy(ground.assembly, paths, "--exclusively"), "platform")


def bootstrap(ground: Ground, own: Sequence[Template], qualifier: str, *, cdk: Cdk, emulator: Emulator) -> str:
    """Bootstrap for a service, as docs/first-deployment.md says; what was done, in a few words.

    The bootstrap of all services has the boundary of the environment; another one the policies that are printed.
    """
    environment, regions = stack_environment(own[0]), inventory.regions(own)
    options = ["--qualifier", qualifier, "--toolkit-stack-name", f"CDKToolkit-{qualifier}"]
    boundary, policies = f"{environment}-{_BOOTSTRAP}-service-boundary", [_ADMINISTRATOR]
    if qualifier == SERVICES:
        options += ["--custom-permissions-boundary", boundary]
    else:
        policies = execution_policies.create(emulator, own)
    made = cdk.bootstrap(emulator.account, regions, policies, *options, template_of=ground.assembly)
    require(made, f"bootstrap {qualifier}")
    if qualifier != SERVICES:
        return f"{qualifier}, {len(policies)} policies of what CloudFormation may do"
    keeping = f"arn:aws:iam::{emulator.account}:policy/{environment}-{_BOOTSTRAP}-platform-stacks"
    for region in regions:
        role = f"cdk-{qualifier}-deploy-role-{emulator.account}-{region}"
        emulator.client("iam").attach_role_policy(RoleName=role, PolicyArn=keeping)
    return f"{qualifier}, bounded by {boundary}"
