from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
import yaml

from aspects.judge.access.entities import ROLE, Entity, Request
from aspects.judge.access.evaluation import decide
from aspects.judge.access.world import world_of
from aspects.judge.iam.truth import Truth
from aspects.judge.template.assembly import read_assembly
from constructs_lib import GovernedStack, contract
from constructs_lib.kernel.platform_names import SLUGS
from constructs_lib.platform import GovernedServiceBoundary
from tests.aspects.judge.access.support import ACCOUNT, policies, target
from tests.support import ENVIRONMENTS, ROOT, as_list, environment, synthesize_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench
    from tests.support import Templates

pytestmark = pytest.mark.slow


def test_everything_of_every_producer_of_the_contract_is_out_of_reach(bench: Bench) -> None:
    GovernedServiceBoundary(bench.stack, "Boundary")
    policies = bench.resources("AWS::IAM::ManagedPolicy")
    documents = [policy["PolicyDocument"]["Statement"] for policy in policies]
    text = str(documents)
    for slug in {output.producer for output in contract.ALL}:
        for part in (f":role/prod-{slug}-*", f"/{slug}/prod/*", f"parameter/prod/{slug}/*", f":stack/prod-{slug}/*"):
            assert part in text, part
    (ceiling,) = (s for statements in documents for s in statements if s["Effect"] == "Allow")
    assert "NotAction" in ceiling


REGIONS = ("ap-northeast-2", "ap-northeast-1", "us-east-1", "eu-west-1")
READ = ("cloudformation:DescribeStacks", "cloudformation:GetTemplate", "cloudformation:ListStackResources")


class _Template(yaml.SafeLoader):
    """CloudFormation's YAML, its functions as plain values: none of them is in an action."""


_Template.add_multi_constructor("!", lambda _, suffix, node: f"{suffix} {node.value}")


@functools.cache
def done_to_stacks() -> tuple[str, ...]:
    """What the deploy role of CDK's own bootstrap template may do to any stack."""
    text = (ROOT / "node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml").read_text(encoding="utf-8")
    (policy,) = yaml.load(text, _Template)["Resources"]["DeploymentActionRole"]["Properties"]["Policies"]  # noqa: S506 - a SafeLoader
    found = (action for one in policy["PolicyDocument"]["Statement"] for action in as_list(one["Action"]))
    return tuple(sorted({action for action in found if action.startswith("cloudformation:")}))


def deploy_role(folder: Path) -> Entity:
    """The deploy role of the bootstrap `services`, with the policy of an environment's platform attached."""
    (policy,) = (
        one for one in world_of(read_assembly(folder)).entities if one.name.endswith("-bootstrap-platform-stacks")
    )
    allowed = policies({"Effect": "Allow", "Action": [*done_to_stacks(), *READ], "Resource": "*"})
    name = f"cdk-services-deploy-role-{ACCOUNT}-ap-northeast-2"
    return Entity(ROLE, name, f"arn:aws:iam::{ACCOUNT}:role/{name}", ACCOUNT, allowed + policy.policies)


def may(who: Entity, action: str, stack: str, region: str) -> Truth:
    arn = f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{stack}/4f0b5a10-0000-11ef-8000-000000000000"
    return decide(Request(who, action, target("AWS::CloudFormation::Stack", arn), {})).answer


def test_the_bootstrap_template_lets_its_deploy_role_do_what_hurts() -> None:
    hurting = {"CreateChangeSet", "DeleteStack", "ExecuteChangeSet", "UpdateStack", "UpdateTerminationProtection"}
    hurting |= {"CreateStackRefactor", "ExecuteStackRefactor"}
    assert {f"cloudformation:{one}" for one in hurting} <= set(done_to_stacks())


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_services_reach_no_stack_and_no_companion_of_the_platform_in_any_region(
    judged_synth: Callable[[str], Templates], name: str
) -> None:
    templates = judged_synth(name)
    role = deploy_role(templates.folder)
    stacks = [f"{name}-{stack}" for stack in templates]
    assert {f"{name}-{slug}" for slug in SLUGS} <= set(stacks)
    for stack in (*stacks, f"{name}-network-dr", f"{name}-network-extra", "CDKToolkit", "CDKToolkit-services"):
        for region in REGIONS:
            assert {action for action in done_to_stacks() if may(role, action, stack, region) is not Truth.NO} == set()
            assert [may(role, action, stack, region) for action in READ] == [Truth.YES] * len(READ), stack


@pytest.mark.parametrize("stack", ["fileflow", "networks", "net", "my-network", "fileflow-network", "r-d-s"])
def test_services_reach_their_own_stacks(prod: Templates, stack: str) -> None:
    role = deploy_role(prod.folder)
    assert {may(role, action, f"prod-{stack}", REGIONS[0]) for action in done_to_stacks()} == {Truth.YES}


def test_a_stack_of_the_platform_that_publishes_nothing_is_out_of_reach_too(tmp_path: Path) -> None:
    def build(app: cdk.App) -> None:
        bench = GovernedStack(app, environment(), service="bootstrap", region=REGIONS[0], data_class=None)
        GovernedServiceBoundary(bench, "Boundary")
        later = GovernedStack(app, environment(), service="reports", region=REGIONS[0], data_class=None)
        cdk.CfnWaitConditionHandle(later, "Handle")

    role = deploy_role(synthesize_with(environment(), tmp_path, build).folder)
    assert may(role, "cloudformation:UpdateStack", "prod-reports", REGIONS[1]) is Truth.NO
    assert may(role, "cloudformation:UpdateStack", "prod-reports-dr", REGIONS[1]) is Truth.NO
    assert may(role, "cloudformation:UpdateStack", "prod-reporting", REGIONS[1]) is Truth.YES
