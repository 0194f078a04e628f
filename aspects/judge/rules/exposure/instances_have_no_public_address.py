"""Instances and tasks have no public address.

In production: no EC2 instance, launch template, launch configuration, fleet, ECS service, job, pipe or scheduled task
asks for a public address, and no subnet gives one to whatever is launched in it. Resources that name another
environment in their tags are left alone.
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
_TASK = "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp"
_PATHS: dict[str, tuple[str, ...]] = {
    "AWS::AutoScaling::LaunchConfiguration": ("AssociatePublicIpAddress",),
    "AWS::Batch::JobDefinition": (
        "ContainerProperties.NetworkConfiguration.AssignPublicIp",
        "EcsProperties.TaskProperties.*.NetworkConfiguration.AssignPublicIp",
    ),
    "AWS::DRS::ReplicationConfigurationTemplate": ("CreatePublicIP",),
    "AWS::EC2::EC2Fleet": (f"LaunchTemplateConfigs.*.Overrides.*.{_INTERFACES}",),
    "AWS::EC2::Instance": (_INTERFACES,),
    "AWS::EC2::LaunchTemplate": (f"LaunchTemplateData.{_INTERFACES}",),
    "AWS::EC2::SpotFleet": (f"SpotFleetRequestConfigData.LaunchSpecifications.*.{_INTERFACES}",),
    "AWS::EC2::Subnet": ("MapPublicIpOnLaunch",),
    "AWS::ECS::Service": (_TASK,),
    "AWS::ECS::TaskSet": ("NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp",),
    "AWS::Events::Rule": ("Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp",),
    "AWS::MGN::LaunchConfigurationTemplate": ("AssociatePublicIpAddress",),
    "AWS::Pipes::Pipe": (f"TargetParameters.EcsTaskParameters.{_TASK}",),
    "AWS::Scheduler::Schedule": (f"Target.EcsParameters.{_TASK}",),
}

_PLACED = {"AWS::EC2::Instance", "AWS::ECS::Service"}  # which CDK places by subnets
_FOUND = {"AWS::EC2::Subnet": "Whatever is launched in it gets a public address"}

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
        found = _FOUND.get(resource.type, "It gets a public address")
        for path in _PATHS[resource.type]:
            to = "DISABLED" if path.endswith(".AssignPublicIp") else False
            yield from switched(resource, path, {ON, "enabled"}, found, to=to, fits=resource.type in _PLACED)
