from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.platform import GovernedApiGatewayLogs

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_the_setting_of_the_region_waits_for_a_role_that_may_write(bench: Bench) -> None:
    GovernedApiGatewayLogs(bench.stack, "Logs")
    role = bench.only("AWS::IAM::Role")
    assert role["RoleName"] == "prod-example-api-gateway"
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert (statement["Principal"], statement.get("Condition")) == ({"Service": "apigateway.amazonaws.com"}, None)
    assert bench.only("AWS::ApiGateway::Account")["CloudWatchRoleArn"]["Fn::GetAtt"][1] == "Arn"
