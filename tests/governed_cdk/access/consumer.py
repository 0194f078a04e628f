"""What a service repository, or an audit, may have on the platform's keys and prod has not: one resource of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aspects.judge.template import Template
from constructs_lib.kernel.keys import KeyPurpose

STACK = "prod-consumer"
ACCOUNT = "111122223333"
REGION = "ap-northeast-2"
_KEYS = {
    "Messaging": KeyPurpose.MESSAGING, "Volumes": KeyPurpose.EBS, "Audit": KeyPurpose.AUDIT,
}  # fmt: skip


def consumer() -> Template:
    """The template, which finds its keys by the contract."""
    body = {
        "Parameters": {
            name: {"Type": "AWS::SSM::Parameter::Value<String>", "Default": purpose.output.path("prod")}
            for name, purpose in _KEYS.items()
        },
        "Resources": {name: {"Type": type_, "Properties": given} for name, (type_, given) in _resources().items()},
    }
    return Template(Path(), body, account=ACCOUNT, region=REGION, stack_name=STACK)


def _resources() -> dict[str, tuple[str, dict[str, Any]]]:
    volumes = [{"DeviceName": "/dev/xvda", "Ebs": {"KmsKeyId": {"Ref": "Volumes"}}}]
    return {
        "SchedulerRole": _role("scheduler", "kms:Decrypt"),
        "Schedule": ("AWS::Scheduler::Schedule", {
            "KmsKeyArn": {"Ref": "Messaging"}, "Target": {"RoleArn": {"Fn::GetAtt": ["SchedulerRole", "Arn"]}},
        }),
        "PipeRole": _role("pipes", "kms:Decrypt", "kms:GenerateDataKey"),
        "Pipe": ("AWS::Pipes::Pipe", {
            "KmsKeyIdentifier": {"Ref": "Messaging"}, "RoleArn": {"Fn::GetAtt": ["PipeRole", "Arn"]},
        }),
        "Bus": ("AWS::Events::EventBus", {"Name": "orders", "KmsKeyIdentifier": {"Ref": "Messaging"}}),
        "Volume": ("AWS::EC2::Volume", {"KmsKeyId": {"Ref": "Volumes"}}),
        "Launches": ("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"BlockDeviceMappings": volumes}}),
        "Group": ("AWS::AutoScaling::AutoScalingGroup", {
            "LaunchTemplate": {"LaunchTemplateId": {"Ref": "Launches"}, "Version": "1"},
        }),
        "Configuration": ("AWS::Config::DeliveryChannel", {"S3KmsKeyArn": {"Ref": "Audit"}}),
        "Findings": ("AWS::GuardDuty::PublishingDestination", {
            "DetectorId": "d0", "DestinationProperties": {"KmsKeyArn": {"Ref": "Audit"}},
        }),
    }  # fmt: skip


def _role(service: str, *actions: str) -> tuple[str, dict[str, Any]]:
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    use = {"Effect": "Allow", "Action": [*actions], "Resource": {"Ref": "Messaging"}}
    return "AWS::IAM::Role", {
        "RoleName": f"{STACK}-{service}",
        "AssumeRolePolicyDocument": {"Statement": [trust]},
        "Policies": [{"PolicyName": "use", "PolicyDocument": {"Statement": [use]}}],
    }
