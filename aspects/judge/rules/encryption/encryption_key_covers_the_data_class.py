"""Encryption keys cover the data class.

Judged where both are known: the class of the data by the tag DataClass, the class of the key by its own tag (a key of
the template) or by its purpose (a key of the contract). A key covers its own class and those below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue import types_with
from aspects.judge.catalogue.purposes import fitting
from aspects.judge.catalogue.services import filling
from aspects.judge.readings.key_fixes import key_of, with_key
from aspects.judge.readings.key_uses import key_uses
from aspects.judge.readings.known_keys import known_key, stated_classes
from aspects.judge.readings.mending import mended
from aspects.judge.rule import Breach
from aspects.judge.template.world import remembered_while_judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource
    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.kernel.output import Output

TYPES = types_with("keys", "tags")
SINCE = "0.1.0"
WHY = "Who may use a key for harmless data would read sensitive data with it."
FIX = "a key of your own of that class, or the tag DataClass that is true of the data"

BAD = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    BucketEncryption:
      ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault:
            SSEAlgorithm: aws:kms
            KMSMasterKeyID: '{{resolve:ssm:/prod/kms/s3-data-key-arn}}'
    Tags:
      - {Key: DataClass, Value: highly-confidential}
"""
GOOD = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    BucketEncryption:
      ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault:
            SSEAlgorithm: aws:kms
            KMSMasterKeyID: '{{resolve:ssm:/prod/kms/s3-data-key-arn}}'
    Tags:
      - {Key: DataClass, Value: confidential}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Compare the class of each known key with the highest that the resource's tag may state."""
    if not remembered_while_judged((check, resource), lambda: stated_classes(resource)):
        return  # in no world, and nothing is asked of the keys
    uses = key_uses(resource)
    highest = next(reversed(stated_classes(resource)), None) if uses else None
    if highest is None:
        return
    for use in uses:
        key = known_key(use.value)
        if key and key.data_class and not key.data_class.covers(highest):
            better = _better(resource.type, use.fact.path, highest)
            words = f"the key of contract.{better.constant}" if better else "a key of your own of that class"
            yield Breach(
                f"{use.fact.path[-1]} is {key.name}, a key for {key.data_class} data; the data is {highest}.",
                at=use.at,
                fix=f"{words}, or the tag DataClass that is true of the data",
                patches=mended(resource, *with_key(use, key_of(better, use.fact))),
            )


def _better(type_: str, path: tuple[str, ...], highest: DataClass) -> Output[Any] | None:
    """The service's own key where that covers the class."""
    purpose = filling(type_, path, highest)
    if purpose and purpose in fitting(type_, path)[:1]:
        return purpose.output
    return None
