"""Instances and tasks have no public address.

In production: no EC2 instance, launch template, launch configuration, fleet, ECS service or scheduled task asks for a
public address. Resources that name another environment in their tags are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.switches import ON, switched
from aspects.judge.traits import environments, may_be_production

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

_INTERFACES = "NetworkInterfaces.*.AssociatePublicIpAddress"
_PATHS = {
    "AWS::AutoScaling::LaunchConfiguration": "AssociatePublicIpAddress",
    "AWS::EC2::EC2Fleet": f"LaunchTemplateConfigs.*.Overrides.*.{_INTERFACES}",
    "AWS::EC2::Instance": _INTERFACES,
    "AWS::EC2::LaunchTemplate": f"LaunchTemplateData.{_INTERFACES}",
    "AWS::EC2::SpotFleet": f"SpotFleetRequestConfigData.LaunchSpecifications.*.{_INTERFACES}",
    "AWS::ECS::Service": "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp",
    "AWS::ECS::TaskSet": "NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp",
    "AWS::Events::Rule": "Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp",
    "AWS::Scheduler::Schedule": "Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp",
}

TYPES = tuple(_PATHS)
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "With a public address, one security group is all that stands between a machine and the internet."
FIX = "vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS), and no public address"

BAD = """
Bastion:
  Type: AWS::EC2::Instance
  Properties:
    NetworkInterfaces: [{DeviceIndex: "0", AssociatePublicIpAddress: true}]
"""
GOOD = """
Bastion:
  Type: AWS::EC2::Instance
  Properties:
    NetworkInterfaces: [{DeviceIndex: "0", AssociatePublicIpAddress: false}]
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the switch for a public address, unless the resource belongs to another environment than production."""
    if not environments(resource) or may_be_production(resource):
        yield from switched(resource, _PATHS[resource.type], {ON, "enabled"}, "It gets a public address")
