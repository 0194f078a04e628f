"""The bootstrap stack with other settings, and what its roles are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.support import Templates, environment, resolve, synthesize

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = "token.actions.githubusercontent.com:sub"


def bootstrap(folder: Path, **settings: Any) -> Templates:
    return synthesize(environment("prod", stacks={"bootstrap": settings}), folder, only=("bootstrap",))


REPOSITORIES = ("", "Infrastructure", "Fileflow")
ROLES = tuple(f"{kind}Role{name}" for kind in ("Plan", "Deploy") for name in REPOSITORIES)


def exactly(templates: Templates, type_: str, role: str) -> dict[str, Any]:
    """The resource of one role, whose name others may begin with."""
    rest = "(Role)?(DefaultPolicy)?[0-9A-F]{8}"
    (found,) = (v for k, v in templates.resources("bootstrap", type_).items() if re.fullmatch(f"{role}{rest}", k))
    return dict(found)


def subjects(templates: Templates, role: str) -> list[str]:
    (statement,) = exactly(templates, "AWS::IAM::Role", role)["AssumeRolePolicyDocument"]["Statement"]
    found = statement["Condition"]["StringEquals"][SUBJECT]
    return [found] if isinstance(found, str) else found


def statements(templates: Templates, role: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = exactly(templates, "AWS::IAM::Policy", role)["PolicyDocument"]["Statement"]
    return found


def actions(templates: Templates, role: str) -> set[str]:
    found = set()
    for statement in statements(templates, role):
        named = statement["Action"]
        found |= {named} if isinstance(named, str) else set(named)
    return found


def assumed(templates: Templates, role: str) -> list[str]:
    (statement,) = [s for s in statements(templates, role) if "sts:AssumeRole" in s["Action"]]
    return [resolve(arn) for arn in statement["Resource"]]
