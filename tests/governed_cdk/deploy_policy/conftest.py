"""What is printed for prod, and the role that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.deploy_policy.views import deploy_policies
from tests.aspects.judge.access.support import role

if TYPE_CHECKING:
    from aspects.judge.access.entities import Entity
    from aspects.judge.template import Template
    from governed_cdk.deploy_policy.views import DeployPolicies
    from tests.support import Templates


@pytest.fixture(scope="module")
def stacks(prod: Templates) -> list[Template]:
    return stacks_of(read_assembly(prod.folder))


@pytest.fixture(scope="module")
def made(stacks: list[Template]) -> DeployPolicies:
    return deploy_policies(stacks, "prod")


@pytest.fixture(scope="module")
def executing(made: DeployPolicies) -> Entity:
    return role(*(said for one in made.policies.values() for said in one["Statement"]), name="cdk-cfn-exec-role")
