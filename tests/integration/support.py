"""What the integration tests share: an emulator with the command line, and what templates refer to, resolved."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.rehearsal import execution_policies, inventory, proof, teardown
from governed_cdk.rehearsal.cdk import Cdk
from governed_cdk.rehearsal.emulator import running
from tests.support import ROOT, environment, synthesize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.cdk import Run
    from governed_cdk.rehearsal.emulator import Emulator

ACCOUNT = "111122223333"
HOME = "ap-northeast-2"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@dataclass(frozen=True)
class Rehearsed:
    """An assembly, an emulator, and the command line between them."""

    assembly: Path
    stacks: list[Template]
    emulator: Emulator
    cdk: Cdk

    def deploy(self, *stacks: str, assembly: Path | None = None, options: tuple[str, ...] = ()) -> Run:
        return self.cdk.deploy(assembly or self.assembly, stacks, *options)

    def stack(self, name: str) -> Template:
        return next(stack for stack in self.stacks if stack.stack_name == name)

    def status(self, name: str) -> str | None:
        """The status of a stack, None where there is none."""
        listed = self.client("cloudformation", self.stack(name).region).describe_stacks()["Stacks"]
        return next((item["StackStatus"] for item in listed if item["StackName"] == name), None)

    def client(self, service: str, region: str | None = None) -> Any:
        return self.emulator.client(service, region)


class Deployed:
    """A deploy that has succeeded: every resource with its properties, references resolved."""

    def __init__(self, rehearsed: Rehearsed) -> None:
        self.rehearsed = rehearsed
        self.client = rehearsed.client
        self.stacks = rehearsed.stacks
        self._physical = {stack.stack_name: proof.physical_ids(rehearsed.emulator, stack) for stack in self.stacks}

    def each(self, type_: str) -> Iterator[tuple[Template, str, dict[str, Any]]]:
        """(stack, physical id, properties) of every resource of a type."""
        for stack in self.stacks:
            for resource in stack.of_type(type_):
                yield stack, self._physical[stack.stack_name][resource.logical_id], resource.properties

    def resolve(self, stack: Template, value: Any) -> Any:
        """A key, a topic or the like that a template refers to, as CloudFormation resolved it."""
        match value:
            case {"Ref": str(name)} if name in stack.parameters:
                parameter = stack.parameters[name]["Default"]
                return self.parameter(parameter, stack.region)
            case {"Ref": str(name)}:
                return self._physical[stack.stack_name][name]
            case {"Fn::GetAtt": [str(name), "Arn"]} if stack.resources[name].type == "AWS::KMS::Key":
                return f"arn:aws:kms:{stack.region}:{ACCOUNT}:key/{self._physical[stack.stack_name][name]}"
        return value

    def parameter(self, name: str, region: str = HOME) -> str:
        value: str = self.client("ssm", region).get_parameter(Name=name)["Parameter"]["Value"]
        return value


def synthesised(folder: Path, **changes: Any) -> Path:
    """An assembly of prod, with changed settings where some are given."""
    synthesize(environment("prod", **changes), folder)
    return folder


@contextlib.contextmanager
def rehearsed(
    assembly: Path, *, keep: Path | None = None, exists: tuple[str, ...] = (), kept: bool = False,
    administrator: bool = False,
) -> Iterator[Rehearsed]:  # fmt: skip
    """A bootstrapped emulator for an assembly. With `keep` it takes up, and leaves, its state in that folder.

    `exists` are names and types of singletons that the account holds before. Unless `kept`, CDK's deploy role may
    delete stacks, so that a plain `cdk deploy` and `cdk destroy` can be tried. With `administrator` CloudFormation's
    role is one, and neither its policies nor the boundary are there.
    """
    stacks = stacks_of(read_assembly(assembly))
    with contextlib.ExitStack() as undo:
        folder = keep or Path(undo.enter_context(tempfile.TemporaryDirectory()))
        emulator = undo.enter_context(
            running(
                folder,
                account=ACCOUNT,
                region=HOME,
                types=inventory.types(stacks),
                persist=keep is not None,
                exists=exists,
            )
        )
        cdk = Cdk(ROOT, folder, emulator.variables)
        policies = [ADMINISTRATOR] if administrator else execution_policies.create(emulator, stacks)
        run = cdk.bootstrap(ACCOUNT, inventory.regions(stacks), policies)
        assert run.exit_code == 0, run.output
        if not kept:
            teardown.let_delete(emulator)
        yield Rehearsed(assembly, stacks, emulator, cdk)
