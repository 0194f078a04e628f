"""The stack of Atlantis with other settings, and what its templates say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stacks.atlantis import Stack
from tests.support import ROOT, environment, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from tests.support import Templates

IMAGE = ROOT / "docker/atlantis"


def variant(folder: Path, **settings: Any) -> Templates:
    """The stack of prod with other settings."""
    changed = environment("prod", stacks={"atlantis": settings})

    def build(app: cdk.App) -> None:
        Stack(app, changed)

    return synthesize_with(changed, folder, build)


def container(templates: Templates) -> dict[str, Any]:
    (found,) = templates.named("atlantis", "AWS::ECS::TaskDefinition", "ServiceTask")["ContainerDefinitions"]
    return dict(found)


def variables(templates: Templates) -> dict[str, str]:
    return {entry["Name"]: entry["Value"] for entry in container(templates)["Environment"]}


def statements_of(templates: Templates, role: str) -> list[dict[str, Any]]:
    policy = templates.named("atlantis", "AWS::IAM::Policy", f"{role}DefaultPolicy")
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def task_statements(templates: Templates) -> list[dict[str, Any]]:
    """What the server works as; what its tasks do has tests of its own."""
    return statements_of(templates, "ServiceTaskRole")


def actions(statement: dict[str, Any]) -> list[str]:
    given = statement["Action"]
    return [given] if isinstance(given, str) else given
