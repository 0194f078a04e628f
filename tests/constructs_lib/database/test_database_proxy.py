from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2

from constructs_lib import GovernedDatabaseProxy
from tests.constructs_lib.database.test_database import CLIENT, database, vpc_of

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_proxy_demands_tls_and_iam_and_reads_one_secret(bench: Bench) -> None:
    client = ec2.SecurityGroup.from_security_group_id(bench.stack, "Client", CLIENT)
    behind = database(bench)
    GovernedDatabaseProxy(
        bench.stack, "Proxy", kind="orders-proxy", vpc=vpc_of(bench, "SameVpc"), database=behind, clients=[client]
    )
    proxy = bench.only("AWS::RDS::DBProxy")
    assert proxy["RequireTLS"]
    assert proxy["Auth"][0]["IAMAuth"] == "REQUIRED"
    (policy,) = bench.resources("AWS::IAM::Policy")
    statements = policy["PolicyDocument"]["Statement"]
    secret = next(key for key, value in bench.template()["Resources"].items()
                  if value["Type"] == "AWS::SecretsManager::Secret")  # fmt: skip
    assert statements[0]["Resource"] == {"Ref": secret}
    via = {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}
    assert statements[1]["Condition"]["StringEquals"] == via
    admitted = {str(rule["SourceSecurityGroupId"]) for rule in bench.resources("AWS::EC2::SecurityGroupIngress")}
    assert CLIENT in admitted


def test_the_log_group_of_a_proxy_exists_before_it(bench: Bench) -> None:
    behind = database(bench)
    GovernedDatabaseProxy(
        bench.stack, "Proxy", kind="orders-proxy", vpc=vpc_of(bench, "SameVpc"), database=behind, clients=[]
    )
    resources = bench.template()["Resources"]
    name = "/aws/rds/proxy/prod-example-orders-proxy"
    (group,) = (key for key, value in resources.items() if value.get("Properties", {}).get("LogGroupName") == name)
    (proxy,) = (value for value in resources.values() if value["Type"] == "AWS::RDS::DBProxy")
    assert group in proxy["DependsOn"]
