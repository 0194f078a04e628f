from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, DiagnosisSettings
from constructs_lib.platform import GovernedDiagnosisRole, Workflow

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

WORKFLOWS = [Workflow(owner="example-org", repository="orders", environment="prod")]
PROFILE = "apac.amazon.nova-pro-v1:0"


def statements(bench: Bench, **settings: Any) -> list[dict[str, Any]]:
    GovernedDiagnosisRole(bench.stack, "Role", workflows=WORKFLOWS, diagnosis=DiagnosisSettings(**settings))
    found: list[dict[str, Any]] = bench.only("AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    return found


def asking(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in found if one["Action"] == "bedrock:InvokeModel"]


def test_it_asks_the_profile_and_its_model_in_each_region_through_it_only(bench: Bench) -> None:
    profile, models = asking(statements(bench))
    assert profile["Resource"].endswith(f":inference-profile/{PROFILE}")
    assert models["Condition"] == {"StringEquals": {"bedrock:InferenceProfileArn": profile["Resource"]}}
    assert {one.split(":")[3] for one in models["Resource"]} >= {"ap-northeast-1", "ap-northeast-2"}
    assert {one.partition("::")[2] for one in models["Resource"]} == {"foundation-model/amazon.nova-pro-v1:0"}


def test_only_a_global_profile_names_the_model_without_a_region(bench: Bench) -> None:
    _, models = asking(statements(bench, profile="global.amazon.nova-2-lite-v1:0"))
    assert "arn:aws:bedrock:::foundation-model/amazon.nova-2-lite-v1:0" in models["Resource"]


def test_a_model_is_asked_as_itself(bench: Bench) -> None:
    (model,) = asking(statements(bench, profile="amazon.nova-pro-v1:0"))
    assert model["Resource"] == "arn:aws:bedrock:ap-northeast-2::foundation-model/amazon.nova-pro-v1:0"
    assert "Condition" not in model


def test_everything_else_reads_and_only_what_this_environment_has(bench: Bench) -> None:
    found = [one for one in statements(bench) if one["Action"] != "bedrock:InvokeModel"]
    for one in found:
        actions = [one["Action"]] if isinstance(one["Action"], str) else one["Action"]
        names = [action.partition(":")[2] for action in actions]
        assert [name for name in names if not name.startswith(("Describe", "List", "Filter"))] == []
        if one["Resource"] != "*":
            assert f"/{bench.stack.environment_settings.name}" in one["Resource"]


def test_it_is_assumed_by_the_named_workflows_only(bench: Bench) -> None:
    statements(bench)
    role = bench.only("AWS::IAM::Role")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"] == [
        "repo:example-org/orders:environment:prod"
    ]
    assert role["RoleName"].endswith("-diagnose")
    with pytest.raises(ConfigurationError):
        GovernedDiagnosisRole(bench.stack, "None", workflows=[], diagnosis=DiagnosisSettings())
