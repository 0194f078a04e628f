"""Whoever publishes is admitted by the key.

A service that publishes into an encrypted topic or queue calls KMS by its own principal, and Auto Scaling launches on
encrypted volumes by its service-linked role: a key whose policy admits neither loses each message without an error, or
lets no instance start. Judged are alarm actions, targets and dead-letter queues of EventBridge rules, notifications of
buckets, vaults, databases, budgets, cost anomalies, trails and mail, queues that subscribe to topics, and launch
templates of Auto Scaling groups, wherever the policy of the key, or its purpose, is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.publisher_fixes import admitting
from aspects.judge.readings.publishers import TYPES, admitted, publishers
from aspects.judge.rule import Breach
from aspects.judge.template import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

__all__ = ["TYPES", "check"]

SINCE = "0.2.0"
WHY = "What cannot be encrypted is not delivered, and nobody is told."
FIX = "self.key(KeyPurpose.MESSAGING)  # admits whoever publishes; a key of your own needs a statement for the service"

BAD = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    NotificationConfiguration:
      QueueConfigurations:
        - {Event: 's3:ObjectCreated:*', Queue: !GetAtt Jobs.Arn}
Jobs:
  Type: AWS::SQS::Queue
  Properties:
    KmsMasterKeyId: '{{resolve:ssm:/prod/cloudtrail/audit-key-arn}}'
"""
GOOD = """
Bucket:
  Type: AWS::S3::Bucket
  Properties:
    NotificationConfiguration:
      QueueConfigurations:
        - {Event: 's3:ObjectCreated:*', Queue: !GetAtt Jobs.Arn}
Jobs:
  Type: AWS::SQS::Queue
  Properties:
    KmsMasterKeyId: '{{resolve:ssm:/prod/kms/messaging-key-arn}}'
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Ask the key of everything that the resource has a service write into."""
    for one in publishers(resource):
        if admitted(one) is False:
            key = describe(one.key)
            found = f"{one.service} writes into {one.into}, whose key does not admit it: {key}."
            yield Breach(found, at=one.at, patches=admitting(resource, one))
