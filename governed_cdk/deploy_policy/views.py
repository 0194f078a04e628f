"""The policies of a deploy, and the boundary of what it makes, as JSON, with the commands that make and use them."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governed_cdk.deploy_policy.arns import partition_of
from governed_cdk.deploy_policy.boundary import boundaries
from governed_cdk.deploy_policy.documents import documents
from governed_cdk.deploy_policy.needs import needs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aspects.judge.template import Template
    from governed_cdk.deploy_policy.documents import Document

# Not within the names of an app, so that no deploy changes what it may do itself.
_NAME = "cdk-execution-{environment}-{number}"


@dataclass(frozen=True, slots=True)
class DeployPolicies:
    """The policies of CloudFormation's role for an app, by name; where they are made, and what nobody knows.

    `boundaries` has the one of the roles that the app makes, where it is the platform's; nothing else.
    """

    account: str
    regions: tuple[str, ...]
    policies: dict[str, Document]
    unknown: tuple[str, ...]
    actions: int
    boundaries: dict[str, Document]

    def arn(self, name: str) -> str:
        """The ARN that a policy will have."""
        return f"arn:{partition_of(self.regions[0])}:iam::{self.account}:policy/{name}"

    @property
    def arns(self) -> list[str]:
        """The ARNs of all of them."""
        return [self.arn(name) for name in self.policies]

    @property
    def every(self) -> dict[str, Document]:
        """All that the account's administrator makes, by name: the boundary first, without which no role is made."""
        return {**self.boundaries, **self.policies}

    @property
    def summary(self) -> str:
        """One line that counts."""
        return f"{self.actions} actions in {len(self.policies)} policies; {len(self.unknown)} types unknown"


def deploy_policies(stacks: Sequence[Template], environment: str, deployed: Sequence[Template] = ()) -> DeployPolicies:
    """The policies for some stacks of one account, and for what is deployed there and may have to go."""
    found = needs_of(stacks) + needs_of(deployed) if deployed else needs_of(stacks)
    named = {
        _NAME.format(environment=environment, number=number): document
        for number, document in enumerate(documents(found.needs), start=1)
    }
    regions = tuple(sorted({stack.region for stack in stacks}))
    actions = len({one.action for one in found.needs})
    return DeployPolicies(stacks[0].account, regions, named, found.unknown, actions, boundaries(stacks, environment))


def as_json(made: DeployPolicies) -> str:
    """All of it, for a program."""
    said: dict[str, Any] = {
        "version": 1,
        "policies": [
            {"name": name, "arn": made.arn(name), "document": document} for name, document in made.policies.items()
        ],
        "boundaries": [{"name": name, "arn": made.arn(name), "document": one} for name, one in made.boundaries.items()],
        "commands": list(commands(made)),
        "unknown": list(made.unknown),
    }
    return json.dumps(said, indent=2) + "\n"


def as_text(document: Document) -> str:
    """A policy as a file: IAM does not count white space."""
    return json.dumps(document, indent=2) + "\n"


def commands(made: DeployPolicies, folder: Path | None = None) -> Iterator[str]:
    """What makes the policies, what renews them, and the bootstrap that gives them to CloudFormation's role."""
    for name in made.every:
        file = shlex.quote(f"file://{folder / f'{name}.json' if folder else f'{name}.json'}")
        yield f"aws iam create-policy --policy-name {name} --policy-document {file}"
    where = " ".join(f"aws://{made.account}/{region}" for region in made.regions)
    yield f"cdk bootstrap {where} --cloudformation-execution-policies {','.join(made.arns)}"


def renewals(made: DeployPolicies, folder: Path | None = None) -> Iterator[str]:
    """What gives policies that are there their new text."""
    for name in made.every:
        file = shlex.quote(f"file://{folder / f'{name}.json' if folder else f'{name}.json'}")
        arn = made.arn(name)
        yield f"aws iam create-policy-version --policy-arn {arn} --policy-document {file} --set-as-default"
