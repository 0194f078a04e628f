from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from tests.support import Templates, environment, synthesize

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def with_twin(tmp_path: Path) -> Templates:
    """The stack with its us-east-1 companion."""
    settings = {"us_east_1_certificate": True, "alarm_emails": ["dns@example.com"]}
    return synthesize(environment("prod", stacks={"acm": settings}), tmp_path, only=("acm",))


def test_apex_and_wildcard_are_validated_in_the_zone_of_the_contract(prod: Templates) -> None:
    certificate = prod.only("acm", "AWS::CertificateManager::Certificate")
    assert (certificate["DomainName"], certificate["SubjectAlternativeNames"]) == ("set-of.com", ["*.set-of.com"])
    (option,) = certificate["DomainValidationOptions"]
    parameter = prod["acm"]["Parameters"][option["HostedZoneId"]["Ref"]]
    assert parameter["Default"] == "/prod/route53/hosted-zone-id"


def test_the_expiry_alarm_reads_the_metric_that_exists_and_reaches_the_critical_topic(prod: Templates) -> None:
    alarm = prod.only("acm", "AWS::CloudWatch::Alarm")
    assert alarm["Metrics"][0]["MetricStat"]["Metric"]["MetricName"] == "DaysToExpiry"
    (action,) = alarm["AlarmActions"]
    assert prod["acm"]["Parameters"][action["Ref"]]["Default"] == "/prod/monitoring/critical-topic-arn"


def test_the_certificate_is_published(prod: Templates) -> None:
    parameter = prod.only("acm", "AWS::SSM::Parameter")
    assert parameter["Name"] == "/prod/acm/certificate-arn"


def test_the_twin_for_cloudfront_is_made_only_when_asked_for(prod: Templates, with_twin: Templates) -> None:
    assert "acm-us-east-1" not in prod.by_stack
    twin = with_twin.only("acm-us-east-1", "AWS::CertificateManager::Certificate")
    home = with_twin.only("acm", "AWS::CertificateManager::Certificate")
    assert (twin["DomainName"], twin["SubjectAlternativeNames"]) == (
        home["DomainName"],
        home["SubjectAlternativeNames"],
    )


def test_the_twin_needs_no_zone_since_it_comes_after_the_record_that_proves_it(with_twin: Templates) -> None:
    assert "DomainValidationOptions" not in with_twin.only("acm-us-east-1", "AWS::CertificateManager::Certificate")
    artifacts = json.loads((with_twin.folder / "manifest.json").read_text())["artifacts"]
    assert "prod-acm" in artifacts["prod-acm-us-east-1"]["dependencies"]


def test_the_twin_is_published_in_its_own_region_and_its_alarm_is_heard_at_home(with_twin: Templates) -> None:
    names = {p["Name"] for p in with_twin.resources("acm-us-east-1", "AWS::SSM::Parameter").values()}
    assert names == {"/prod/acm/us-east-1-certificate-arn"}
    assert with_twin.only("acm-us-east-1", "AWS::CloudWatch::Alarm")["AlarmActions"]
    assert len(with_twin.resources("acm", "AWS::Events::Rule")) == 2


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"stacks\.acm\.alarm_emails\.0: given 'nobody'"):
        environment("prod", stacks={"acm": {"alarm_emails": ["nobody"]}})


def test_account_region_and_tags_follow_from_the_environment(prod: Templates) -> None:
    artifacts = json.loads((prod.folder / "manifest.json").read_text())["artifacts"]
    assert artifacts["prod-acm"]["environment"] == "aws://111122223333/ap-northeast-2"
    tags = {tag["Key"] for tag in prod.only("acm", "AWS::CertificateManager::Certificate")["Tags"]}
    assert {
        "Organization",
        "Environment",
        "Service",
        "Team",
        "Owner",
        "CostCenter",
        "Project",
        "DataClass",
        "ManagedBy",
    } <= tags
