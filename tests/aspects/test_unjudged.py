"""What a synth says of that which no rule of it could judge, and how an environment lets it pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_servicecatalog as servicecatalog

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from constructs_lib import PlatformStack, StackSettings, accept
from constructs_lib.kernel.errors import ConfigurationError
from tests.aspects.reports import reported, violations
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = "nothing-is-deployed-unjudged"
SAID = {"reason": "the vendor's macro, reviewed by security", "owner": "platform-team", "until": "2027-06-30"}
STRICT = {"severities": {RULE: "error"}}  # as it will weigh: a new rule warns first


class Orders(PlatformStack[StackSettings]):
    slug = "orders"


def synth(folder: Path, build: Callable[[cdk.Stack], object], **governance: object) -> tuple[bool, list[Any]]:
    """Whether the synth passes, and rule and severity of what our plugin reports, the suppressed left out."""
    settings = environment("prod", stacks={}, governance={**STRICT, **governance})
    app = new_app(folder, today="2026-11-30")
    build(Orders(app, settings))
    govern(app, settings, lock=None)
    passed, reports = reported(app)
    return passed, [(one["ruleName"], one["severity"]) for one in violations(reports)]


def macro(stack: cdk.Stack) -> None:
    stack.add_transform("Evil")
    cdk.CfnWaitConditionHandle(stack, "Handle")


def stack_set(stack: cdk.Stack) -> None:
    url = {"Type": "AWS::Lambda::Url", "Properties": {"TargetFunctionArn": "a", "AuthType": "NONE"}}
    cdk.CfnStackSet(
        stack,
        "Members",
        stack_set_name="prod-orders-members",
        permission_model="SELF_MANAGED",
        template_body=json.dumps({"Resources": {"Url": url}}),
    )


def test_a_macro_fails_a_synth_and_is_said_of_the_stack(tmp_path: Path) -> None:
    passed, found = synth(tmp_path, macro)
    assert not passed
    assert (f"{RULE}[Evil]", "error") in found


def test_what_the_environment_file_allows_passes_and_a_check_of_the_assembly_agrees(tmp_path: Path) -> None:
    passed, found = synth(tmp_path, macro, unjudged=[{"allow": "Evil", **SAID}])
    assert passed
    assert found == []
    verdict = judge(read_assembly(tmp_path))
    assert [one.acceptance.owner for one in verdict.accepted if one.acceptance] == ["platform-team"]


def test_an_allowance_that_nothing_needs_fails(tmp_path: Path) -> None:
    passed, found = synth(tmp_path, macro, unjudged=[{"allow": "Evil", **SAID}, {"allow": "Tidy", **SAID}])
    assert not passed
    assert found == [("acceptance-is-stale", "fatal")]


def test_an_allowance_that_ends_too_late_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="2027-11-30 at the latest"):
        synth(tmp_path, macro, unjudged=[{"allow": "Evil", **SAID, "until": "2028-01-01"}])


def test_the_stack_accepts_it_as_well(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        macro(stack)
        accept(stack, f"governed-cdk::{RULE}[Evil]", **SAID)

    assert synth(tmp_path, build) == (True, [])


def test_what_stands_in_a_stack_set_fails_a_synth_as_what_stands_beside_it(tmp_path: Path) -> None:
    passed, found = synth(tmp_path, stack_set)
    assert not passed
    assert ("functions-are-not-public", "error") in found


class Product(servicecatalog.ProductStack):
    def __init__(self, scope: cdk.Stack) -> None:
        super().__init__(scope, "Version")
        url = {"TargetFunctionArn": "a", "AuthType": "NONE"}
        cdk.CfnResource(self, "Url", type="AWS::Lambda::Url", properties=url)


def test_the_template_of_a_product_that_the_assembly_holds_is_judged(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    stack = cdk.Stack(app, "Catalogue")
    template = servicecatalog.CloudFormationTemplate.from_product_stack(Product(stack))
    version = servicecatalog.CloudFormationProductVersion(cloud_formation_template=template)
    servicecatalog.CloudFormationProduct(
        stack, "Product", product_name="url", owner="platform", product_versions=[version]
    )
    app.synth()
    found = [(one.rule.id, one.resource.logical_id) for one in judge(read_assembly(tmp_path)).findings]
    assert ("functions-are-not-public", "Url") in found
    assert RULE not in {rule for rule, _ in found}
    (product,) = tmp_path.glob("*.product.template.json")
    product.unlink()
    assert RULE in {one.rule.id for one in judge(read_assembly(tmp_path)).findings}
