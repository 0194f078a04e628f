from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.preflight import room
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.additions import Addition
from tests.governed_cdk.assemblies import ACCOUNT, HOME
from tests.governed_cdk.preflight.answers import answering

GITHUB = "https://token.actions.githubusercontent.com"
HERE = f"{ACCOUNT}/{HOME}"


def added(type_: str, **properties: Any) -> Addition:
    return Addition("prod-app", "Thing", type_, properties, ACCOUNT, HOME)


def said(*wanted: Addition) -> tuple[list[str], list[str]]:
    found = room.asked(wanted, Account())
    return found.findings, found.unknown


def test_a_second_detector_is_a_finding_with_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, guardduty__list_detectors={"DetectorIds": ["d1"]})
    (line,), unknown = said(added("AWS::GuardDuty::Detector"))
    assert unknown == []
    assert line.split("; ") == [
        f"prod-app makes AWS::GuardDuty::Detector: {HERE} has d1, and there can be one",
        "stacks.cloudtrail.guardduty: false",
    ]
    answering(monkeypatch, guardduty__list_detectors={"DetectorIds": []})
    assert said(added("AWS::GuardDuty::Detector")) == ([], [])


def test_a_second_monitor_counts_by_its_dimension(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [{"MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}, {"MonitorType": "CUSTOM"}]
    answering(monkeypatch, ce__get_anomaly_monitors={"AnomalyMonitors": there})
    (line,), _ = said(added("AWS::CE::AnomalyMonitor", MonitorType="DIMENSIONAL", MonitorDimension="SERVICE"))
    assert "AWS::CE::AnomalyMonitor SERVICE" in line
    assert said(added("AWS::CE::AnomalyMonitor", MonitorType="DIMENSIONAL", MonitorDimension="TAG"))[0] == []
    assert said(added("AWS::CE::AnomalyMonitor", MonitorType="CUSTOM"))[0] == []


def test_an_oidc_provider_counts_by_its_url(monkeypatch: pytest.MonkeyPatch) -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/"
    answering(monkeypatch, iam__list_open_id_connect_providers={
        "OpenIDConnectProviderList": [{"Arn": f"{arn}token.actions.githubusercontent.com"}]
    })  # fmt: skip
    assert len(said(added("AWS::IAM::OIDCProvider", Url=GITHUB))[0]) == 1
    assert said(added("AWS::IAM::OIDCProvider", Url="https://oidc.example.com"))[0] == []


def test_a_sixth_trail_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    for count, lines in ((4, 0), (5, 1)):
        trails = [{"TrailARN": f"t{number}"} for number in range(count)]
        answering(monkeypatch, cloudtrail__describe_trails={"trailList": trails})
        assert len(said(added("AWS::CloudTrail::Trail"))[0]) == lines


@pytest.mark.parametrize(
    ("limits", "wanted", "findings"),
    [((10, 10), 1, 1), ((1000, 1000), 900, 0), ((1000, 1000), 901, 1), ((1000, 105), 6, 1)],
)
def test_a_reservation_beyond_the_quota_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], wanted: int, findings: int
) -> None:
    said_of_limits = dict(zip(("ConcurrentExecutions", "UnreservedConcurrentExecutions"), limits, strict=True))
    answering(monkeypatch, lambda__get_account_settings={"AccountLimit": said_of_limits})
    function = added("AWS::Lambda::Function", ReservedConcurrentExecutions=wanted)
    assert len(said(function)[0]) == findings
    assert said(added("AWS::Lambda::Function")) == ([], [])


def test_a_default_quota_may_have_been_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, ec2__describe_vpcs={"Vpcs": [{"VpcId": f"vpc-{number}"} for number in range(5)]})
    findings, (line,) = said(added("AWS::EC2::VPC"))
    assert findings == []
    assert f"{HERE} has 5, 5 in use" in line


def test_identity_center_that_is_not_seen_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = added("AWS::Grafana::Workspace", AuthenticationProviders=["AWS_SSO"])
    answering(monkeypatch, **{"sso-admin__list_instances": {"Instances": []}})
    assert said(workspace)[1][0].startswith(f"prod-app needs IAM Identity Center in {HERE}: none is seen there; ")
    answering(monkeypatch, **{"sso-admin__list_instances": {"Instances": [{"InstanceArn": "i"}]}})
    assert said(workspace) == ([], [])


def test_a_refused_question_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(
        monkeypatch, guardduty__list_detectors="AccessDeniedException", lambda__get_account_settings="AccessDenied"
    )
    findings, unknown = said(
        added("AWS::GuardDuty::Detector"), added("AWS::Lambda::Function", ReservedConcurrentExecutions=1)
    )
    assert findings == []
    assert [line.rpartition(": ")[2] for line in unknown] == ["AccessDeniedException", "AccessDenied"]
