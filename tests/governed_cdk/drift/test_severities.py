from __future__ import annotations

import pytest

from governed_cdk.drift.found import Kind
from governed_cdk.drift.severities import severity_of


@pytest.mark.parametrize(
    ("type_", "property_", "kind", "severity"),
    [
        ("AWS::CloudTrail::Trail", "IsLogging", Kind.CHANGED, "critical"),
        ("AWS::KMS::Key", "KeyState", Kind.CHANGED, "critical"),
        ("AWS::KMS::Key", "Tags", Kind.CHANGED, "info"),
        ("AWS::SQS::Queue", "", Kind.DELETED, "critical"),
        ("AWS::SQS::Queue", "VisibilityTimeout", Kind.CHANGED, "warning"),
        ("AWS::SSM::Parameter", "Value", Kind.CHANGED, "critical"),
        ("AWS::IAM::User", "", Kind.BESIDE, "critical"),
        ("AWS::SQS", "", Kind.BESIDE, "warning"),
        ("AWS::EC2::SecurityGroup", "SecurityGroupIngress", Kind.CHANGED, "critical"),
        ("AWS::CloudWatch::Alarm", "ActionsEnabled", Kind.CHANGED, "critical"),
        ("AWS::CloudWatch::Alarm", "Threshold", Kind.CHANGED, "warning"),
        ("AWS::Logs::LogGroup", "RetentionInDays", Kind.CHANGED, "warning"),
    ],
)
def test_it_is_as_bad_as_what_drifted(type_: str, property_: str, kind: Kind, severity: str) -> None:
    assert severity_of(type_, property_, kind) == severity
