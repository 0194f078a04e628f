from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_route53 as route53

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedCertificate

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

DOMAIN = "example.com"


def test_a_certificate_holds_apex_and_wildcard_proven_by_one_record(bench: Bench) -> None:
    zone = route53.HostedZone.from_hosted_zone_attributes(bench.stack, "Zone", hosted_zone_id="Z1", zone_name=DOMAIN)
    GovernedCertificate(bench.stack, "Certificate", domain=DOMAIN, zone=zone)
    certificate = bench.only("AWS::CertificateManager::Certificate")
    assert (certificate["DomainName"], certificate["SubjectAlternativeNames"]) == (DOMAIN, [f"*.{DOMAIN}"])
    assert certificate["DomainValidationOptions"] == [{"DomainName": DOMAIN, "HostedZoneId": "Z1"}]


def test_a_certificate_without_a_zone_is_validated_by_the_record_that_is_there(virginia: Bench) -> None:
    GovernedCertificate(virginia.stack, "Certificate", domain=DOMAIN, zone=None)
    certificate = virginia.only("AWS::CertificateManager::Certificate")
    assert certificate["ValidationMethod"] == "DNS"
    assert "DomainValidationOptions" not in certificate


def test_the_expiry_alarm_reads_the_metric_that_exists_and_stays_as_it_is_before_the_first_value(bench: Bench) -> None:
    GovernedCertificate(bench.stack, "Certificate", domain=DOMAIN, zone=None)
    alarm = bench.only("AWS::CloudWatch::Alarm")
    (query,) = alarm["Metrics"]
    metric = query["MetricStat"]["Metric"]
    assert (metric["Namespace"], metric["MetricName"]) == ("AWS/CertificateManager", "DaysToExpiry")
    assert [dimension["Name"] for dimension in metric["Dimensions"]] == ["CertificateArn"]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (30, "ignore")
    assert alarm["AlarmActions"] == ["arn:aws:sns:ap-northeast-2:111122223333:critical-topic-arn"]


@pytest.mark.parametrize("domain", ["*.example.com", "a" * 61 + ".com"])
def test_a_domain_that_cannot_be_an_apex_is_refused(bench: Bench, domain: str) -> None:
    with pytest.raises(ConfigurationError, match="an apex of 64 characters at most"):
        GovernedCertificate(bench.stack, "Certificate", domain=domain, zone=None)
