"""Image tags are immutable.

ImageTagMutability of a repository must be IMMUTABLE, or IMMUTABLE_WITH_EXCLUSION, whose filters name the tags that may
move. Its absence means MUTABLE.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.patch import GONE, on
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.readings.override import override
from aspects.judge.rule import Breach
from aspects.judge.template import OPAQUE, Partial, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate")
SINCE = "0.1.0"
WHY = "A tag that can be moved lets somebody swap what runs under a version that was tested."
FIX = "GovernedRepository(self, ...); ecr.Repository(self, ..., image_tag_mutability=ecr.TagMutability.IMMUTABLE)"

BAD = """
Images:
  Type: AWS::ECR::Repository
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
"""
GOOD = """
Images:
  Type: AWS::ECR::Repository
  DeletionPolicy: Retain
  UpdateReplacePolicy: Retain
  Properties: {ImageTagMutability: IMMUTABLE}
"""

_MUTABILITY = "ImageTagMutability"
_FILTERS = "ImageTagMutabilityExclusionFilters"  # to be there just where an exclusion is
_IMMUTABLE = frozenset({"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"})


def check(resource: Resource) -> Iterator[Breach]:
    """Judge whether the tags of a repository's images can be moved."""
    for place in resource.places(_MUTABILITY):
        if isinstance(place.value, (*OPAQUE, Partial)):
            yield Breach(f"ImageTagMutability is {describe(place.value)}.", at=place.path, unknown=True)
        elif not isinstance(place.value, str) or place.value not in _IMMUTABLE:
            fix = "" if resource.type == TYPES[0] else override(_MUTABILITY, "IMMUTABLE")
            patches = mended(resource, Amendment(_MUTABILITY, "IMMUTABLE", place.value))
            patches += (on(resource, _FILTERS, GONE),) if _FILTERS in resource.properties else ()
            yield Breach(f"ImageTagMutability is {describe(place.value)}.", at=place.path, fix=fix, patches=patches)
