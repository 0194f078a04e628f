from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam

from constructs_lib import ConfigurationError, GovernedFunction, GovernedRuntimeReader, contract
from constructs_lib.runtime import secret_age
from governed_runtime import Settings
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

PARAMETERS = "arn:${AWS::Partition}:ssm:ap-northeast-2:111122223333:parameter"
FEATURES = f"{PARAMETERS}/infrastructure/prod/features"


def statements(bench: Bench) -> dict[str, Any]:
    policy = bench.only("AWS::IAM::ManagedPolicy")
    return {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}


def test_it_may_read_what_the_client_calls_and_nothing_beside_it(bench: Bench) -> None:
    GovernedRuntimeReader(bench.stack, "Reads", branches=("features",), outputs=(contract.NETWORK_VPC_ID,))
    found = statements(bench)
    secrets = [resolve(arn).split(":secret:")[1] for arn in found["ReadSecrets"]["Resource"]]
    assert set(secrets) == {"/connectly/example/prod/*", "/connectly/common/prod/*"}
    read = [resolve(arn) for arn in found["ReadParameters"]["Resource"]]
    assert read == [f"{FEATURES}/*", f"{PARAMETERS}/prod/network/vpc-id"]
    assert [resolve(arn) for arn in found["ReadBranches"]["Resource"]] == [FEATURES, f"{FEATURES}/*"]
    assert found["SecureParameters"]["Condition"]["StringEquals"] == {
        "kms:ViaService": "ssm.ap-northeast-2.amazonaws.com"
    }
    contexts = found["SecureParameters"]["Condition"]["StringLike"]["kms:EncryptionContext:PARAMETER_ARN"]
    assert resolve(contexts[0] if isinstance(contexts, list) else contexts) == f"{FEATURES}/*"
    calls = {
        call
        for one in found.values()
        for call in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
    }
    assert calls == {
        "kms:Decrypt", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
        "ssm:GetParameter", "ssm:GetParametersByPath",
    }  # fmt: skip


def test_its_variables_are_the_settings_of_the_client(bench: Bench) -> None:
    reader = GovernedRuntimeReader(bench.stack, "Reads")
    settings = Settings.from_environment(reader.variables)
    assert settings.secret_path("db") == "/connectly/example/prod/db"
    assert settings.parameter_path("features/x") == "/infrastructure/prod/features/x"
    assert set(statements(bench)) == {"ReadSecrets", "SecretsKey"}


def test_a_function_reads_as_its_own_role(bench: Bench) -> None:
    reader = GovernedRuntimeReader(bench.stack, "Reads")
    code = Path(secret_age.__file__).parent
    function = GovernedFunction(
        bench.stack, "F", kind="work", description="Works", code=code, environment=reader.variables
    )
    reader.attach(function)
    (attached,) = bench.only("AWS::IAM::Role")["ManagedPolicyArns"]
    assert bench.template()["Resources"][attached["Ref"]]["Type"] == "AWS::IAM::ManagedPolicy"


def test_who_has_no_role_here_is_refused(bench: Bench) -> None:
    reader = GovernedRuntimeReader(bench.stack, "Reads")
    with pytest.raises(ConfigurationError, match="attach: what is given has no role here"):
        reader.attach(iam.ServicePrincipal("ec2.amazonaws.com"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"branches": ("Features",)}, "branches: given 'Features'"),
        ({"outputs": ("vpc-id",)}, "outputs: given 'vpc-id'"),
    ],
)
def test_what_is_no_branch_or_no_output_is_refused(bench: Bench, given: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        GovernedRuntimeReader(bench.stack, "Reads", **given)
