"""Apps that nobody would write: whatever stands where, there is an answer, or it is said that there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspects.judge.access.entities import Request
from aspects.judge.access.evaluation import Layer, decide
from aspects.judge.access.reach import reached
from aspects.judge.access.world import world_of
from aspects.judge.iam.truth import Truth
from aspects.judge.template import Template
from governed_cdk.access.table import table_of
from tests.aspects.judge.drawn import VALUES, mutated

if TYPE_CHECKING:
    from aspects.judge.access.world import World

pytestmark = pytest.mark.slow

POLICY_TYPES = (
    "AWS::IAM::Role", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::KMS::Key", "AWS::KMS::Alias",
    "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SSM::Parameter",
    "AWS::Logs::ResourcePolicy", "AWS::SecretsManager::SecretTargetAttachment", "Any::{x}::{}",
)  # fmt: skip
NAMES = (
    "RoleName", "ManagedPolicyArns", "Policies", "AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy", "Roles",
    "Topics", "Bucket", "BucketName", "AliasName", "TargetKeyId", "PermissionsBoundary", "Path", "Tags", "Name",
    "Value", "SecretId",
)  # fmt: skip
ANYTHING = st.fixed_dictionaries(
    {"Type": st.sampled_from(POLICY_TYPES), "Properties": st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)}
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(mutated().filter(lambda one: isinstance(one["Type"], str)), ANYTHING), min_size=1, max_size=5)
)
def test_whatever_stands_in_a_template_has_an_answer(resources: list[dict[str, Any]]) -> None:
    body = {"Resources": dict(zip("ABCDE", resources, strict=False)), "Parameters": {"Plain": {"Type": "String"}}}
    world = world_of([Template(Path(), body, account="111122223333", region="ap-northeast-2", stack_name="any-app")])
    table = table_of(world)
    assert all(row.by or row.who.startswith("account") for row in table.rows)
    _asked(world)


def _asked(world: World) -> None:
    for who in world.entities:
        assert isinstance(reached(world, who, {}), dict)
        for what in world.targets:
            answers = [decide(Request(who, "kms:Decrypt", what), layer).answer for layer in Layer]
            assert set(answers) <= set(Truth)
