"""FunctionImage: the code of a Lambda function as an image in a repository, in the place of a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_lambda as lambda_

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from constructs import Construct

_IMAGE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|sha256:[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class FunctionImage:
    """An image for arm64 that speaks Lambda's runtime interface.

    Lambda itself adds to the repository's policy that it may pull, when the function is made, with the right of who
    deploys (Lambda Developer Guide, "Create a Lambda function using a container image": Amazon ECR permissions).

    Attributes:
        repository: where it is, in the function's own account and region.
        image: its tag, or its digest `sha256:...`. A tag that moves changes no function: better a digest.

    Raises:
        ConfigurationError: what is neither a tag nor a digest.
    """

    repository: ecr.IRepository
    image: str

    def __post_init__(self) -> None:
        if not _IMAGE.fullmatch(self.image):
            raise invalid("image", self.image, "a tag, or sha256: and 64 hexadecimal digits")

    def properties(self, scope: Construct) -> dict[str, Any]:
        """What of a function is otherwise with an image."""
        # By its name: CDK would write a statement without conditions into the policy of the repository itself.
        repository = ecr.Repository.from_repository_name(scope, "Image", self.repository.repository_name)
        return {
            "runtime": lambda_.Runtime.FROM_IMAGE,
            "handler": lambda_.Handler.FROM_IMAGE,
            "code": lambda_.Code.from_ecr_image(repository, tag_or_digest=self.image),
        }
