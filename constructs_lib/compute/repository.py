"""GovernedRepository: a container repository with immutable tags, scans, a key and a lifecycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsRepository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct


class GovernedRepository(IsRepository):
    """A repository `<env>-<service>-<kind>` that scans each image as it is pushed.

    Images hold code, and are tagged with the ecr key's class at most: nothing more sensitive belongs into one.

    Args:
        kind: last part of the name; the service's name alone when empty.
        max_images: how many tagged images are kept, 1 to 1,000.
        tag_prefixes: tags that count as releases.
        untagged_days: how long an untagged image is kept, 1 to 365 days.

    Raises:
        ConfigurationError: numbers outside these bounds, or no tag prefix.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str = "",
        max_images: int = 30,
        tag_prefixes: Sequence[str] = ("v",),
        untagged_days: int = 7,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 1, 1000, max_images=max_images)
        bounded(self.node.path, 1, 365, untagged_days=untagged_days)
        stack = GovernedStack.of_construct(self)
        stack.hold_at_most(self, KeyPurpose.ECR)
        self.name = stack.names.physical(kind, max_length=256)
        if not tag_prefixes:
            raise invalid(f"{self.node.path}: tag_prefixes", list(tag_prefixes), "at least one prefix")
        self.repository = ecr.Repository(
            self,
            "Resource",
            repository_name=self.name,
            encryption=ecr.RepositoryEncryption.KMS,
            encryption_key=stack.key(KeyPurpose.ECR),
            image_tag_mutability=ecr.TagMutability.IMMUTABLE,
            image_scan_on_push=True,
            removal_policy=stack.retain,
            lifecycle_rules=_lifecycle(tag_prefixes, max_images=max_images, untagged_days=untagged_days),
        )


def _lifecycle(tag_prefixes: Sequence[str], *, max_images: int, untagged_days: int) -> list[ecr.LifecycleRule]:
    return [
        ecr.LifecycleRule(
            rule_priority=1,
            description="untagged images",
            tag_status=ecr.TagStatus.UNTAGGED,
            max_image_age=cdk.Duration.days(untagged_days),
        ),
        ecr.LifecycleRule(
            rule_priority=2,
            description="releases",
            tag_status=ecr.TagStatus.TAGGED,
            tag_prefix_list=list(tag_prefixes),
            max_image_count=max_images,
        ),
    ]
