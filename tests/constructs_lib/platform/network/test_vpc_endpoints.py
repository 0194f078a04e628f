from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, get_args

import pytest
from aws_cdk import aws_ec2 as ec2

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedVpcEndpoints
from constructs_lib.platform.network.vpc_endpoints import GatewayService, InterfaceService
from tests.support import as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

CIDR = "10.0.0.0/16"
ACCOUNT = "111122223333"
OF_AWS = ("ContainerLayers", "CloudFormationResponses", "PackagesAndAgents")

# Who signs: a principal of this account, one of another account, AWS itself by a presigned address, or nobody.
US = {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}
US_ELSEWHERE = {**US, "aws:ResourceAccount": "999988887777"}
STRANGER = {"aws:PrincipalAccount": "999988887777", "aws:ResourceAccount": "999988887777"}
AWS_ITSELF = {"aws:PrincipalIsAWSService": "true", "aws:ResourceAccount": "444455556666"}
NOBODY = {"aws:ResourceAccount": "444455556666"}
RESPONSES = "cloudformation-custom-resource-response-apnortheast2/arn%3Aaws%3Acloudformation"


def allowed(policy: dict[str, Any], action: str, object_: str, who: dict[str, str]) -> bool:
    """Whether a policy of Allow statements admits a request, as IAM evaluates it; StringEquals is all that it has."""

    def admits(statement: dict[str, Any]) -> bool:
        conditions = statement.get("Condition", {})
        assert statement["Effect"] == "Allow"
        assert set(conditions) <= {"StringEquals"}
        return (
            any(fnmatchcase(action, pattern) for pattern in as_list(statement["Action"]))
            and any(fnmatchcase(f"arn:aws:s3:::{object_}", pattern) for pattern in as_list(statement["Resource"]))
            and all(who.get(key) == value for key, value in conditions.get("StringEquals", {}).items())
        )

    return any(map(admits, policy["Statement"]))


@pytest.mark.parametrize(
    ("action", "object_", "who", "passes"),
    [
        ("s3:GetObject", "prod-app-files/report.csv", US, True),
        ("s3:PutObject", "prod-app-files/report.csv", US, True),
        ("s3:PutObject", "somebody-elses/report.csv", US_ELSEWHERE, False),
        ("s3:PutObject", "somebody-elses/report.csv", STRANGER, False),
        ("s3:GetObject", "somebody-elses/tool.sh", NOBODY, False),
        ("s3:PutObject", RESPONSES, AWS_ITSELF, True),
        ("s3:GetObject", RESPONSES, AWS_ITSELF, False),
        ("s3:PutObject", "cloudformation-custom-resource-response-useast1/x", AWS_ITSELF, False),
        ("s3:PutObject", "cloudformation-waitcondition-ap-northeast-2/x", AWS_ITSELF, True),
        ("s3:GetObject", "prod-ap-northeast-2-starport-layer-bucket/sha256", AWS_ITSELF, True),
        ("s3:GetObject", "al2023-repos-ap-northeast-2-de612dc2/core/mirrors/x", NOBODY, True),
        ("s3:GetObject", "al2023-repos-ap-northeast-2-0badc0de/core/mirrors/x", NOBODY, False),
        ("s3:GetObject", "al2023-repos-us-east-1-de612dc2/core/mirrors/x", NOBODY, False),
        ("s3:PutObject", "al2023-repos-ap-northeast-2-de612dc2/x", NOBODY, False),
        ("s3:GetObject", "amazonlinux-2-repos-ap-northeast-2/2/core/x", NOBODY, True),
        ("s3:GetObject", "aws-ssm-ap-northeast-2/linux/x", NOBODY, True),
        ("s3:GetObject", "amazon-ssm-ap-northeast-2/latest/x", NOBODY, True),
        ("s3:GetObject", "patch-baseline-snapshot-ap-northeast-2/x", NOBODY, True),
        ("s3:DeleteObject", "aws-ssm-ap-northeast-2/linux/x", US_ELSEWHERE, False),
        ("s3:GetObject", "amazoncloudwatch-agent/amazon_linux/x", NOBODY, True),
    ],
)
def test_the_s3_endpoint_admits_what_is_ours_and_what_aws_needs_of_its_own(
    bench: Bench, action: str, object_: str, who: dict[str, str], *, passes: bool
) -> None:
    (endpoint,) = endpoints(bench, gateways=["s3"])
    assert allowed(endpoint["PolicyDocument"], action, object_, who) is passes


def endpoints(bench: Bench, **arguments: Any) -> list[dict[str, Any]]:
    vpc = ec2.Vpc(bench.stack, "Vpc", ip_addresses=ec2.IpAddresses.cidr(CIDR), restrict_default_security_group=False)
    GovernedVpcEndpoints(bench.stack, "Endpoints", vpc=vpc, cidr=CIDR, **arguments)
    return bench.resources("AWS::EC2::VPCEndpoint")


def test_every_endpoint_carries_requests_of_this_account_only_but_for_those_to_buckets_of_aws(bench: Bench) -> None:
    found = endpoints(bench, gateways=get_args(GatewayService), interfaces=get_args(InterfaceService))
    assert len(found) == 9
    for endpoint in found:
        for statement in endpoint["PolicyDocument"]["Statement"]:
            if statement["Sid"] not in OF_AWS:
                assert statement["Condition"]["StringEquals"]["aws:PrincipalAccount"] == ACCOUNT


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_a_gateway_reaches_this_accounts_data_only_so_that_none_leaves_by_it(bench: Bench, service: str) -> None:
    (endpoint,) = endpoints(bench, gateways=[service])
    statement = endpoint["PolicyDocument"]["Statement"][0]
    assert statement["Condition"]["StringEquals"]["aws:ResourceAccount"] == ACCOUNT
    assert endpoint["VpcEndpointType"] == "Gateway"


def test_interfaces_take_https_from_the_vpc_and_send_nothing(bench: Bench) -> None:
    endpoints(bench, gateways=[], interfaces=["kms"])
    group = bench.only("AWS::EC2::SecurityGroup")
    assert [(rule["CidrIp"], rule["FromPort"], rule["ToPort"]) for rule in group["SecurityGroupIngress"]] == [
        (CIDR, 443, 443)
    ]
    assert [rule["CidrIp"] for rule in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]


def test_without_interfaces_there_is_no_security_group_to_pay_attention_to(bench: Bench) -> None:
    endpoints(bench, gateways=["s3"])
    assert bench.resources("AWS::EC2::SecurityGroup") == []


@pytest.mark.parametrize("arguments", [{"interfaces": ["s3"]}, {"gateways": ["kms"]}, {"interfaces": ["kms", "kms"]}])
def test_a_service_that_is_unknown_or_named_twice_is_refused(bench: Bench, arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="each once"):
        endpoints(bench, **arguments)
