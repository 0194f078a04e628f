from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedDnssecKey, GovernedQueryLog, GovernedZone

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

DOMAIN = "example.com"
LOG_GROUP = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com"
KEY = "arn:aws:kms:us-east-1:111122223333:key/01234567-0123-0123-0123-0123456789ab"


def test_a_zone_is_plain_unless_more_is_asked_for(bench: Bench) -> None:
    GovernedZone(bench.stack, "Zone", domain=DOMAIN)
    zone = bench.only("AWS::Route53::HostedZone")
    assert zone["Name"] == "example.com."
    assert "QueryLoggingConfig" not in zone
    assert bench.resources("AWS::Route53::RecordSet") == bench.resources("AWS::Route53::DNSSEC") == []


def test_a_zone_stays_in_prod_and_goes_with_its_stack_in_dev(bench: Bench, dev_bench: Bench) -> None:
    policies = []
    for each in (bench, dev_bench):
        GovernedZone(each.stack, "Zone", domain=DOMAIN)
        resources = each.template()["Resources"].values()
        policies += [r["DeletionPolicy"] for r in resources if r["Type"] == "AWS::Route53::HostedZone"]
    assert policies == ["RetainExceptOnCreate", "Delete"]


def test_only_the_named_authorities_issue_also_for_wildcards(bench: Bench) -> None:
    GovernedZone(bench.stack, "Zone", domain=DOMAIN, caa_issuers=["amazon.com", "letsencrypt.org"])
    record = bench.only("AWS::Route53::RecordSet")
    assert record["Type"] == "CAA"
    assert sorted(record["ResourceRecords"]) == [
        *(f'0 {tag} "{issuer}"' for tag in ("issue", "issuewild") for issuer in ("amazon.com", "letsencrypt.org")),
    ]


def test_the_log_group_of_queries_is_where_its_arn_says_and_admits_route_53_for_this_account(virginia: Bench) -> None:
    GovernedQueryLog(virginia.stack, "QueryLog", domain=DOMAIN)
    assert GovernedQueryLog.arn_of(DOMAIN, account="111122223333") == LOG_GROUP
    group = virginia.only("AWS::Logs::LogGroup")
    assert LOG_GROUP.endswith(group["LogGroupName"])
    assert group["KmsKeyId"].startswith("arn:aws:kms:us-east-1:")
    (statement,) = json.loads(virginia.only("AWS::Logs::ResourcePolicy")["PolicyDocument"])["Statement"]
    assert statement["Principal"] == {"Service": "route53.amazonaws.com"}
    assert statement["Resource"] == f"{LOG_GROUP}:*"
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "ArnLike": {"aws:SourceArn": "arn:aws:route53:::hostedzone/*"},
    }


def test_query_log_and_signing_key_are_refused_outside_us_east_1(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="region: given 'ap-northeast-2'; allowed: us-east-1"):
        GovernedQueryLog(bench.stack, "QueryLog", domain=DOMAIN)
    with pytest.raises(ConfigurationError, match="region: given 'ap-northeast-2'; allowed: us-east-1"):
        GovernedDnssecKey(bench.stack, "Key")


def test_the_signing_key_is_what_route_53_takes_and_admits_it_alone(virginia: Bench) -> None:
    GovernedDnssecKey(virginia.stack, "Key")
    key = virginia.only("AWS::KMS::Key")
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")
    services = [s for s in key["KeyPolicy"]["Statement"] if "Service" in s["Principal"]]
    assert {s["Principal"]["Service"] for s in services} == {"dnssec-route53.amazonaws.com"}
    assert all(s["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"} for s in services)


def test_a_zone_is_signed_by_an_active_key_before_signing_is_switched_on(bench: Bench) -> None:
    GovernedZone(bench.stack, "Zone", domain=DOMAIN, dnssec_key_arn=KEY)
    signing = bench.only("AWS::Route53::KeySigningKey")
    assert (signing["KeyManagementServiceArn"], signing["Status"]) == (KEY, "ACTIVE")
    (dnssec,) = [r for r in bench.template()["Resources"].values() if r["Type"] == "AWS::Route53::DNSSEC"]
    assert dnssec["DependsOn"]


@pytest.mark.parametrize("wrong", [KEY.replace("us-east-1", "eu-west-1"), KEY.replace("1111", "9999")])
def test_a_signing_key_of_another_region_or_account_is_refused(bench: Bench, wrong: str) -> None:
    with pytest.raises(ConfigurationError, match="dnssec_key_arn"):
        GovernedZone(bench.stack, "Zone", domain=DOMAIN, dnssec_key_arn=wrong)
