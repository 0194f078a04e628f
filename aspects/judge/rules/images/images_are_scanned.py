"""Images are scanned.

ImageScanningConfiguration.ScanOnPush of a repository must be true, unless one of the templates configures scanning for
the whole registry (AWS::ECR::RegistryScanningConfiguration), which then decides. A warning, since that may also have
been done outside of any template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, as_bool, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::ECR::Repository",)
SEVERITY = "warning"
SINCE = "0.1.0"
WHY = "Known holes in an image are found before it runs only if somebody looks."
FIX = "GovernedRepository(self, ...); ecr.Repository(self, ..., image_scan_on_push=True)"

BAD = """
Images:
  Type: AWS::ECR::Repository
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {ImageTagMutability: IMMUTABLE}
"""
GOOD = """
Images:
  Type: AWS::ECR::Repository
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties:
    ImageTagMutability: IMMUTABLE
    ImageScanningConfiguration: {ScanOnPush: true}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge whether a repository's images are scanned when they are pushed."""
    everything = resource.template.app or (resource.template,)
    if any(template.of_type("AWS::ECR::RegistryScanningConfiguration") for template in everything):
        return
    for place in resource.places("ImageScanningConfiguration", "ScanOnPush"):
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"ScanOnPush is {describe(place.value)}.", at=place.path, unknown=True)
        elif as_bool(place.value) is not True:
            patches = mended(resource, Amendment(place.path, value=True, given=place.value))
            yield Breach(f"ScanOnPush is {describe(place.value)}.", at=place.path, patches=patches)
