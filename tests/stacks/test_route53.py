from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.support import Templates, environment, synthesize

if TYPE_CHECKING:
    from pathlib import Path

COMPANION = "route53-us-east-1"
KEY = "arn:aws:kms:us-east-1:111122223333:key/01234567-0123-0123-0123-0123456789ab"


def route53(folder: Path, **settings: Any) -> Templates:
    return synthesize(environment("prod", stacks={"route53": settings}), folder, only=("route53",))


def test_queries_are_logged_in_us_east_1_where_route_53_may_write(prod: Templates) -> None:
    zone = prod.only("route53", "AWS::Route53::HostedZone")
    group = prod.only(COMPANION, "AWS::Logs::LogGroup")
    arn = zone["QueryLoggingConfig"]["CloudWatchLogsLogGroupArn"]
    assert arn == f"arn:aws:logs:us-east-1:111122223333:log-group:{group['LogGroupName']}"
    assert "route53.amazonaws.com" in prod.only(COMPANION, "AWS::Logs::ResourcePolicy")["PolicyDocument"]
    assert group["KmsKeyId"]["Fn::GetAtt"][0] in prod.resources(COMPANION, "AWS::KMS::Key")
    assert prod.resources("route53", "AWS::Logs::LogGroup") == {}


def test_the_companion_is_deployed_before_the_zone_that_logs_there(prod: Templates) -> None:
    artifacts = json.loads((prod.folder / "manifest.json").read_text())["artifacts"]
    assert "prod-route53-us-east-1" in artifacts["prod-route53"]["dependencies"]


def test_log_and_keys_are_not_public(prod: Templates) -> None:
    classes = {
        (resource["Type"], tag["Value"])
        for stack, _, resource in prod.all()
        for tag in _tags(resource)
        if stack.startswith("route53") and tag["Key"] == "DataClass"
    }
    assert {type_ for type_, _ in classes} >= {"AWS::Logs::LogGroup", "AWS::KMS::Key"}
    assert "public" not in {class_ for _, class_ in classes}


def _tags(resource: dict[str, Any]) -> list[dict[str, str]]:
    found = resource.get("Properties", {}).get("Tags", [])
    return found if isinstance(found, list) else []


def test_until_something_answers_nobody_is_paged_for_it(prod: Templates) -> None:
    assert prod.only(COMPANION, "AWS::Route53::HealthCheck")
    assert prod.resources(COMPANION, "AWS::CloudWatch::Alarm") == {}


def test_atlantis_is_watched_and_its_alarm_reaches_the_platforms_topics(tmp_path: Path) -> None:
    answering = {"health_checks": [{"name": "atlantis", "answers": True}]}
    changed = environment("prod", stacks={"route53": answering})
    prod = synthesize(changed, tmp_path, only=("kms", "monitoring", "route53"))
    config = prod.only(COMPANION, "AWS::Route53::HealthCheck")["HealthCheckConfig"]
    assert (config["FullyQualifiedDomainName"], config["ResourcePath"]) == ("atlantis.set-of.com", "/healthz")
    alarm = prod.only(COMPANION, "AWS::CloudWatch::Alarm")
    assert alarm["AlarmActions"]
    relay = prod.only(COMPANION, "AWS::Events::Rule")
    assert relay["Targets"][0]["Arn"] == "arn:aws:events:ap-northeast-2:111122223333:event-bus/default"
    prefix = relay["EventPattern"]["detail"]["alarmName"][0]["prefix"]
    assert alarm["AlarmName"].startswith(prefix)
    heard = [rule["EventPattern"]["detail"] for rule in prod.resources("route53", "AWS::Events::Rule").values()]
    matching = [
        detail
        for detail in heard
        if alarm["AlarmName"].startswith(detail["alarmName"][0]["prefix"])
        and alarm["AlarmDescription"].startswith(detail["configuration"]["description"][0]["prefix"])
    ]
    assert {detail["state"]["value"][0] for detail in matching} == {"ALARM", "OK"}


def test_only_amazon_issues_certificates_for_the_domain(prod: Templates) -> None:
    record = prod.only("route53", "AWS::Route53::RecordSet")
    assert record["Type"] == "CAA"
    assert record["ResourceRecords"] == ['0 issue "amazon.com"', '0 issuewild "amazon.com"']


def test_the_zone_is_retained(prod: Templates) -> None:
    (zone,) = [r for stack, _, r in prod.all("AWS::Route53::HostedZone") if stack == "route53"]
    assert (zone["DeletionPolicy"], zone["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_zone_id_and_name_servers_are_published(beside_terraform: Templates) -> None:
    found = {p["Name"]: p["Type"] for p in beside_terraform.resources("route53", "AWS::SSM::Parameter").values()}
    assert found == {
        "/prod/route53/hosted-zone-id": "String",
        "/shared/route53/hosted-zone-id": "String",
        "/prod/route53/name-servers": "StringList",
    }


def test_dnssec_signs_the_zone_once_its_key_is_named(prod: Templates, tmp_path: Path) -> None:
    assert prod.resources("route53", "AWS::Route53::DNSSEC") == {}
    first = route53(tmp_path / "first", dnssec=True)
    assert "alias/prod-route53-dnssec" in {
        a["AliasName"] for a in first.resources(COMPANION, "AWS::KMS::Alias").values()
    }
    assert first.resources("route53", "AWS::Route53::DNSSEC") == {}
    second = route53(tmp_path / "second", dnssec=True, dnssec_key_arn=KEY)
    assert second.only("route53", "AWS::Route53::KeySigningKey")["KeyManagementServiceArn"] == KEY
    assert len(second.resources("route53", "AWS::Route53::DNSSEC")) == 1


def test_dev_has_no_companion(dev: Templates) -> None:
    assert COMPANION not in dev.by_stack
    assert "QueryLoggingConfig" not in dev.only("route53", "AWS::Route53::HostedZone")


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"dnssec_key_arn": KEY}, "none while dnssec is off"),
        ({"dnssec": True, "dnssec_key_arn": "alias/x"}, "the ARN of a KMS key"),
        ({"health_checks": [{"name": "a1"}, {"name": "a1"}]}, "each name once"),
        ({"health_checks": [{"name": "web", "path": "x"}]}, "path"),
        ({"health_checks": [{"name": "web", "failure_threshold": 11}]}, "failure_threshold"),
        ({"caa_issuers": ["Amazon"]}, "a domain name"),
    ],
)
def test_settings_that_do_not_agree_are_refused_with_their_key(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"prod\.yaml: stacks\.route53") as caught:
        environment("prod", stacks={"route53": settings})
    assert text in str(caught.value)
