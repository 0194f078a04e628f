"""A stack that has what others publish: keys, topics and the access-log bucket. Each is made when it is asked for."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib import GovernedStack, KeyPurpose, Output, contract

ACCOUNT = "111122223333"
T = TypeVar("T")

_PURPOSES: dict[Output[Any], KeyPurpose] = {purpose.output: purpose for purpose in KeyPurpose}
_GIVEN = {*_PURPOSES, *contract.ALARM_TOPICS, contract.LOGGING_ACCESS_LOG_BUCKET_NAME}


class EquippedStack(GovernedStack):
    """A governed stack that needs no other stack; to provide all at once would take longer than most tests."""

    def has_read(self, output: Output[Any]) -> bool:
        """Whether it was given, or will be once asked for."""
        return super().has_read(output) or output in _GIVEN

    def lookup(self, output: Output[T]) -> T:
        """What was given, or what other stacks would publish."""
        if output in _GIVEN and not super().has_read(output):
            self.provide(output, self._published(output))
        return super().lookup(output)

    @functools.cached_property
    def _given(self) -> Construct:
        return Construct(self, "Given")

    def _published(self, output: Output[Any]) -> Any:
        if purpose := _PURPOSES.get(output):
            arn = f"arn:aws:kms:{self.region_name}:{ACCOUNT}:key/{purpose}"
            return kms.Key.from_key_arn(self._given, purpose, arn)
        if output in contract.ALARM_TOPICS:
            arn = f"arn:aws:sns:{self.region_name}:{ACCOUNT}:{output.name}"
            return sns.Topic.from_topic_arn(self._given, output.name, arn)
        return s3.Bucket.from_bucket_name(self._given, "AccessLogs", "access-logs")
