"""Buckets are not public.

A bucket blocks public access by all four flags of its `PublicAccessBlockConfiguration`: that stops public policies,
lists and website hosting alike. Access points block it by default, and must not switch that off. Canned access control
lists that name everybody, or everybody with an AWS account, are findings even so. Policies are judged with every other
resource policy.

Since April 2023 S3 blocks it for a new bucket that says nothing (S3 User Guide, "Blocking public access to your Amazon
S3 storage"). It is demanded as a statement all the same: an older bucket has no block, and one that no template states
can be taken away unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import GONE, in_words
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.switches import DEFAULT, OFF, ON, said, switched
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

_BLOCK = "PublicAccessBlockConfiguration"
_FLAGS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
_PUBLIC_LISTS = frozenset({"publicread", "publicreadwrite", "authenticatedread"})
_BUCKET, _LIGHTSAIL = "AWS::S3::Bucket", "AWS::Lightsail::Bucket"

TYPES = (
    _BUCKET,
    _LIGHTSAIL,
    "AWS::S3::AccessPoint",
    "AWS::S3::MultiRegionAccessPoint",
    "AWS::S3Express::AccessPoint",
    "AWS::S3ObjectLambda::AccessPoint",
)
SINCE = "0.1.0"
WHY = "Public buckets are found by machines that try names all day, and what was read once stays read."
FIX = "GovernedBucket(self, ...); or block_public_access=s3.BlockPublicAccess.BLOCK_ALL"

BAD = """
Uploads:
  Type: AWS::S3::Bucket
  Properties:
    PublicAccessBlockConfiguration:
      {BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: true, RestrictPublicBuckets: true}
Assets:
  Type: AWS::S3::Bucket
  Properties: {AccessControl: PublicRead}
"""
GOOD = """
Uploads:
  Type: AWS::S3::Bucket
  Properties:
    PublicAccessBlockConfiguration:
      {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge the block of public access, and the canned access control list."""
    if resource.type == _LIGHTSAIL:
        objects, found = "AccessRules.GetObject", "Everybody may read it"
        yield from switched(resource, objects, {"public"}, found, to="private", fits=False)
        overrides = "AccessRules.AllowPublicOverrides"
        yield from switched(resource, overrides, {ON}, "Objects may be made public", to=False, fits=False)
        return
    yield from _block(resource)
    if resource.type == _BUCKET:
        found = "Its access control list admits strangers"
        yield from switched(resource, "AccessControl", _PUBLIC_LISTS, found, to=GONE)


def _block(resource: Resource) -> Iterator[Breach]:
    for place in resource.places(_BLOCK):
        if place.value is ABSENT:
            if resource.type == _BUCKET:
                found = "It does not state that it blocks public access: PublicAccessBlockConfiguration is absent."
                blocked = mended(resource, Amendment(_BLOCK, dict.fromkeys(_FLAGS, True), ABSENT))
                yield Breach(found, _BLOCK, patches=blocked)
        elif isinstance(place.value, dict):
            for flag in _FLAGS:
                yield from _flag(resource, place.value, flag)
        else:
            yield Breach(f"{_BLOCK} is {describe(place.value)}.", _BLOCK, unknown=True)


def _flag(resource: Resource, block: dict[str, object], flag: str) -> Iterator[Breach]:
    for place in resource.template.places(block, flag, at=_BLOCK):
        position = said(place.value)
        if position in (OFF, DEFAULT):
            state = "false" if position == OFF else "absent, which is false"
            blocked = mended(resource, Amendment(place.path, value=True, given=place.value, within=1))
            fix = "" if resource.type == _BUCKET else in_words(blocked)
            yield Breach(f"It does not block public access: {flag} is {state}.", place.path, fix, patches=blocked)
        elif position != ON:
            yield Breach(f"{flag} is {describe(place.value)}.", place.path, unknown=True)
