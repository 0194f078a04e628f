"""ArchiveLifecycle: a record's way from S3 Standard through cheaper storage classes to its end."""

from __future__ import annotations

from typing import Annotated

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from pydantic import Field, model_validator

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import MOST_DAYS

# S3 User Guide, "Amazon S3 Lifecycle transition considerations": 30 days in Standard before Standard-IA, which charges
# 30 days at least, as Glacier Flexible Retrieval charges 90.
_SHORTEST_INFREQUENT_ACCESS = 30
_SHORTEST_GLACIER = 90


class ArchiveLifecycle(StrictModel):
    """Where archived objects lie, and for how long; days from their arrival."""

    infrequent_access_days: Annotated[int, Field(ge=30, le=MOST_DAYS)] = 90
    """Days in S3 Standard before they move to Standard-IA; 30 or more."""
    glacier_days: Annotated[int, Field(ge=60, le=MOST_DAYS)] = 455
    """Days before they move to Glacier Flexible Retrieval; 30 or more after the move to Standard-IA."""
    expire_days: Annotated[int, Field(ge=150, le=MOST_DAYS)] = 2557
    """Days before they are deleted, 90 or more after the move to Glacier; 2,557 are seven years."""

    @model_validator(mode="after")
    def _in_order(self) -> ArchiveLifecycle:
        earliest = self.infrequent_access_days + _SHORTEST_INFREQUENT_ACCESS
        if self.glacier_days < earliest:
            raise invalid("glacier_days", self.glacier_days, f"{earliest} or more")
        if self.expire_days < self.glacier_days + _SHORTEST_GLACIER:
            raise invalid("expire_days", self.expire_days, f"{self.glacier_days + _SHORTEST_GLACIER} or more")
        return self

    def rule(self) -> s3.LifecycleRule:
        """The rule for a bucket's current versions."""
        days = cdk.Duration.days
        moves = (
            (s3.StorageClass.INFREQUENT_ACCESS, self.infrequent_access_days),
            (s3.StorageClass.GLACIER, self.glacier_days),
        )
        return s3.LifecycleRule(
            id="archive",
            transitions=[s3.Transition(storage_class=where, transition_after=days(after)) for where, after in moves],
            expiration=days(self.expire_days),
        )
