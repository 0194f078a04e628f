"""The policies of CloudFormation's role and the boundary of what it makes, as `deploy-policy` prints them.

They are made in the emulator before the bootstrap.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.traits import stack_environment
from governed_cdk.deploy_policy.views import deploy_policies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.emulator import Emulator


def create(emulator: Emulator, stacks: Sequence[Template]) -> list[str]:
    """Make them, or give those that are there their text; returns the ARNs of those of CloudFormation's role."""
    iam = emulator.client("iam")
    made = deploy_policies(stacks, stack_environment(stacks[0]))
    for name, document in made.every.items():
        text = json.dumps(document)
        try:
            iam.create_policy(PolicyName=name, PolicyDocument=text)
        except iam.exceptions.EntityAlreadyExistsException:
            _renew(iam, made.arn(name), text)
    return made.arns


def _renew(iam: Any, arn: str, text: str) -> None:
    """A new version as the one that counts; the others go, since a policy has five at most."""
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=text, SetAsDefault=True)
