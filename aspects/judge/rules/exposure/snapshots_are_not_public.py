"""Snapshots and images are not public.

No machine image, with the snapshots in it, is shared with everybody (`UserGroups: [all]`), and no image of an FPGA is
public. CloudFormation knows no other way to make one public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import GONE
from aspects.judge.readings.switches import ON, switched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

_FPGA = "AWS::EC2::FpgaImage"

TYPES = (_FPGA, "AWS::ImageBuilder::DistributionConfiguration")
SINCE = "0.1.0"
WHY = "A public image or snapshot is a copy of a disk, with all that is on it, in everybody's hands."
FIX = "share it with accounts by id: launch_permission_configuration=...(user_ids=[...])"

BAD = """
Distribution:
  Type: AWS::ImageBuilder::DistributionConfiguration
  Properties:
    Name: prod-runner
    Distributions:
      - Region: ap-northeast-2
        AmiDistributionConfiguration: {LaunchPermissionConfiguration: {UserGroups: [all]}}
"""
GOOD = """
Distribution:
  Type: AWS::ImageBuilder::DistributionConfiguration
  Properties:
    Name: prod-runner
    Distributions:
      - Region: ap-northeast-2
        AmiDistributionConfiguration: {LaunchPermissionConfiguration: {UserIds: ["111122223333"]}}
"""

_GROUPS = "Distributions.*.AmiDistributionConfiguration.LaunchPermissionConfiguration.UserGroups.*"


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the groups that an image is shared with; `all` is the only one there is."""
    if resource.type == _FPGA:
        yield from switched(resource, "Public", {ON}, "Everybody may load the image", to=False, fits=False)
        return
    yield from switched(resource, _GROUPS, {"all"}, "Everybody may launch the image", to=GONE)
