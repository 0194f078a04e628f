"""Cloud assemblies written by hand: a few stacks that publish and read parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.contract import contract

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ACCOUNT = "111122223333"
HOME = "ap-northeast-2"

STRING = "AWS::SSM::Parameter::Value<String>"
LIST = "AWS::SSM::Parameter::Value<List<String>>"

KEY = "/prod/kms/rds-key-arn"
VPC = "/prod/network/vpc-id"
SUBNETS = "/prod/network/private-subnet-ids"
QUEUE = "/prod/orders/queue-url"


@dataclass(frozen=True)
class Stack:
    """One stack: parameter name to SSM type of what it publishes, to template parameter type of what it reads."""

    publishes: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    account: str = ACCOUNT
    region: str = HOME
    after: tuple[str, ...] = ()

    @property
    def template(self) -> dict[str, Any]:
        """The template."""
        publications = {
            f"Published{number}": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Name": name, "Type": type_, "Value": "x"},
            }
            for number, (name, type_) in enumerate(self.publishes.items())
        }
        reads = {
            f"Read{number}": {"Type": type_, "Default": name} for number, (name, type_) in enumerate(self.reads.items())
        }
        return {"Parameters": {**reads, **self.parameters}, "Resources": {**publications, **self.resources}}


def write(folder: Path, stacks: Mapping[str, Stack]) -> Path:
    """Write stacks by name as a cloud assembly."""
    folder.mkdir(exist_ok=True)
    artifacts = {
        name: {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{stack.account}/{stack.region}",
            "properties": {"templateFile": f"{name}.template.json"},
            "dependencies": list(stack.after),
        }
        for name, stack in stacks.items()
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")
    for name, stack in stacks.items():
        (folder / f"{name}.template.json").write_text(json.dumps(stack.template), encoding="utf-8")
    return folder


@dataclass
class Done:
    """How the command ended, and what it said."""

    code: int
    output: str
    errors: str

    @property
    def findings(self) -> list[str]:
        return [
            line.removeprefix("finding: ")
            for line in f"{self.output}\n{self.errors}".splitlines()
            if line.startswith("finding: ")
        ]

    @property
    def document(self) -> Any:
        return json.loads(self.output)


def run(*arguments: str | Path) -> Done:
    app = typer.Typer()
    app.command()(contract)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def found(folder: Path, **stacks: Stack) -> list[str]:
    """The findings of some stacks, `prod_kms` for `prod-kms`."""
    return run(write(folder / "out", {name.replace("_", "-"): stack for name, stack in stacks.items()})).findings


def manifest_from(folder: Path, repository: str, **stacks: Stack) -> Path:
    out = write(folder / repository, {name.replace("_", "-"): stack for name, stack in stacks.items()})
    path = folder / f"{repository}.json"
    done = run(out, "--write-manifest", path, "--repository", repository)
    assert done.code == 0, done.output
    return path


def reading_topic(text: Any) -> dict[str, Any]:
    """A topic whose key is some text."""
    return {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": text}}}


KMS = Stack(publishes={KEY: "String"})
