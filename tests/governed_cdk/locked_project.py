"""A project whose app writes its assembly by hand, so that a synth takes a moment, for commands that run the app."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from tests.governed_cdk.assemblies import Done

if TYPE_CHECKING:
    from collections.abc import Callable

LOCK = Path("stateful.lock.json")
BUCKET, TABLE = "AWS::S3::Bucket", "AWS::DynamoDB::Table"

# It reads what the CDK command line hands over, and project.json: resources by environment, findings, exit code.
_APP = """
import json, os, pathlib, sys
context, folder = json.loads(os.environ["CDK_CONTEXT_JSON"]), pathlib.Path(os.environ["CDK_OUTDIR"])
project = json.loads(pathlib.Path("project.json").read_text())
with open("asked.jsonl", "a") as asked:
    print(json.dumps(context), file=asked)
if project.get("says"):
    sys.exit(project["says"])
stack = context["env"] + "-app"
folder.mkdir(parents=True)
artifact = {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/ap-northeast-2"}
artifact["properties"] = {"templateFile": stack + ".json"}
(folder / "manifest.json").write_text(json.dumps({"artifacts": {stack: artifact}}))
(folder / (stack + ".json")).write_text(json.dumps({"Resources": project["resources"][context["env"]]}))
findings = [{"ruleName": rule, "severity": "fatal", "description": rule} for rule in project.get("findings", [])]
report = {"pluginName": "governed-cdk", "conclusion": "failure", "violations": findings}
(folder / "validation-report.json").write_text(json.dumps({"pluginReports": [report] if findings else []}))
if findings:
    print("the report of the findings")
    sys.exit(3)
"""


def project(*, says: str | int = "", findings: tuple[str, ...] = (), **resources: dict[str, dict[str, Any]]) -> None:
    """Write the project into the working directory, with the resources of each environment by logical id."""
    Path("app.py").write_text(_APP)
    if not Path("cdk.json").exists():
        Path("cdk.json").write_text(json.dumps({"app": "python3 app.py", "context": {"flag": True}}))
    Path("environments").mkdir(exist_ok=True)
    for file in Path("environments").iterdir():
        file.unlink()
    for name in resources:
        Path(f"environments/{name}.yaml").touch()
    Path("project.json").write_text(json.dumps({"resources": resources, "findings": findings, "says": says}))


def asked() -> list[dict[str, Any]]:
    """The contexts of all synths so far."""
    return [json.loads(line) for line in Path("asked.jsonl").read_text().splitlines()]


def data(type_: str = BUCKET, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def written() -> dict[str, dict[str, list[str]]]:
    """The logical ids in the lock by environment and stack."""
    found = json.loads(LOCK.read_text())
    return {name: {stack: list(ids) for stack, ids in stacks.items()} for name, stacks in found.items()}


def run(command: Callable[..., None], *arguments: str) -> Done:
    """Run a command; bad input comes as the error that it is."""
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)
