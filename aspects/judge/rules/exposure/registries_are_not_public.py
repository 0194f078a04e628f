"""Registries are not public.

No repository in the public gallery, where everybody may pull. The policies of private registries and repositories are
judged with every other resource policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.rule import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    del resource
    yield Breach("Everybody may pull its images.")
