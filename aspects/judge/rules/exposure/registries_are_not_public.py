"""Registries are not public.

No repository in the public gallery, where everybody may pull. The policies of private registries and repositories are
judged with every other resource policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import GONE, beside
from aspects.judge.readings.mending import Amendment, is_written, mended
from aspects.judge.rule import Breach
from constructs_lib.kernel import contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.patch import Patch
    from aspects.judge.template import Resource

TYPES = ("AWS::ECR::PublicRepository",)
SINCE = "0.1.0"
WHY = "An image holds the code, and often enough a secret that somebody left in a layer."
FIX = "GovernedRepository(self, ...), which is private"

BAD = """
Images:
  Type: AWS::ECR::PublicRepository
  Properties: {RepositoryName: prod-orders}
"""
GOOD = """
Images:
  Type: AWS::ECR::Repository
  Properties: {RepositoryName: prod-orders}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Every repository of this type is public: that is what the type is."""
    yield Breach("Everybody may pull its images.", patches=_private(resource))


def _private(resource: Resource) -> tuple[Patch, ...]:
    """A private repository in its place, as the other rules want one."""
    if not is_written(resource):
        return ()
    key = f"{{{{resolve:ssm:{contract.KMS_ECR_KEY_ARN.path('<env>')}}}}}"
    wanted = {
        "RepositoryCatalogData": GONE,
        "EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": key},
        "ImageScanningConfiguration": {"ScanOnPush": True},
        "ImageTagMutability": "IMMUTABLE",
    }
    changes = mended(resource, *(Amendment(name, value) for name, value in wanted.items()))
    return (beside(resource, "Type", "AWS::ECR::Repository"), *changes) if changes else ()
