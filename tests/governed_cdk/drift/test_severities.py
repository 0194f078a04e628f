from __future__ import annotations

import pytest

from governed_cdk.drift.found import DriftKind
from governed_cdk.drift.severities import severity_of


@pytest.mark.parametrize(
    ("type_", "property_", "kind", "severity"),
    [
        ("AWS::CloudTrail::Trail", "IsLogging", DriftKind.CHANGED, "critical"),
        ("AWS::KMS::Key", "KeyState", DriftKind.CHANGED, "critical"),
        ("AWS::KMS::Key", "Tags", DriftKind.CHANGED, "info"),
        ("AWS::SQS::Queue", "", DriftKind.DELETED, "critical"),
        ("AWS::SQS::Queue", "VisibilityTimeout", DriftKind.CHANGED, "warning"),
        ("AWS::SSM::Parameter", "Value", DriftKind.CHANGED, "critical"),
        ("AWS::IAM::User", "", DriftKind.BESIDE, "critical"),
        ("AWS::SQS", "", DriftKind.BESIDE, "warning"),
        ("AWS::EC2::SecurityGroup", "SecurityGroupIngress", DriftKind.CHANGED, "critical"),
        ("AWS::CloudWatch::Alarm", "ActionsEnabled", DriftKind.CHANGED, "critical"),
        ("AWS::CloudWatch::Alarm", "Threshold", DriftKind.CHANGED, "warning"),
        ("AWS::Logs::LogGroup", "RetentionInDays", DriftKind.CHANGED, "warning"),
    ],
)
def test_it_is_as_bad_as_what_drifted(type_: str, property_: str, kind: DriftKind, severity: str) -> None:
    assert severity_of(type_, property_, kind) == severity
