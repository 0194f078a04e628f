"""What a stack reads of another one and may grant: with the key, so that nobody has to know which one that is.

CDK's imports know no key: what they grant passes a synth and fails at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.database.granted_table import GrantedTable
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.output import Output, OutputKind
from constructs_lib.messaging.granted_queue import GrantedQueue
from constructs_lib.messaging.granted_topic import GrantedTopic
from constructs_lib.security.grants import grant
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsSecret
from constructs_lib.storage.granted_bucket import GrantedBucket

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from constructs import Construct


class _OnKey:
    """The key of a purpose, which is read with the first grant: who only names a topic needs none."""

    _purpose: KeyPurpose

    @property
    def _key(self) -> kms.IKey:
        return GovernedStack.of_construct(self).key(self._purpose)  # type: ignore[arg-type]  # every one is a construct


class ReadQueue(_OnKey, GrantedQueue):  # type: ignore[override]  # its key is read late
    """A queue of another stack."""

    def __init__(self, scope: Construct, id: str, read: Any, purpose: KeyPurpose) -> None:  # noqa: A002 - CDK's word
        super().__init__(scope, id)
        self.queue, self._purpose = read, purpose


class ReadTopic(_OnKey, GrantedTopic):  # type: ignore[override]  # as above
    """A topic of another stack."""

    def __init__(self, scope: Construct, id: str, read: Any, purpose: KeyPurpose) -> None:  # noqa: A002 - CDK's word
        super().__init__(scope, id)
        self.topic, self._purpose = read, purpose


class ReadTable(_OnKey, GrantedTable):  # type: ignore[override]  # as above
    """A table of another stack."""

    def __init__(self, scope: Construct, id: str, read: Any, purpose: KeyPurpose) -> None:  # noqa: A002 - CDK's word
        super().__init__(scope, id)
        self.table, self._purpose = read, purpose


class ReadBucket(_OnKey, GrantedBucket):
    """A bucket of another stack."""

    def __init__(self, scope: Construct, id: str, read: Any, purpose: KeyPurpose) -> None:  # noqa: A002 - CDK's word
        super().__init__(scope, id)
        self.bucket, self.name, self._purpose = read, read.bucket_name, purpose
        self._accepted: set[tuple[str, str]] = set()

    @property
    def key(self) -> kms.IKey:  # type: ignore[override]  # as above
        """The key of its objects."""
        return self._key


class ReadSecret(_OnKey, IsSecret):
    """A secret of another stack."""

    def __init__(self, scope: Construct, id: str, read: Any, purpose: KeyPurpose) -> None:  # noqa: A002 - CDK's word
        super().__init__(scope, id)
        self.secret, self._purpose = read, purpose

    def grant_read(self, grantee: iam.IGrantable, version_stages: Any = None) -> iam.Grant:
        """Let somebody read this secret, through its key."""
        arn, region = self.secret.secret_arn, GovernedStack.of_construct(self).region
        given = grant(grantee, "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", on=arn)
        if version_stages or not given.success:
            granted: iam.Grant = self.secret.grant_read(grantee, version_stages)
            return granted
        through = {
            "StringEquals": {
                "kms:ViaService": f"secretsmanager.{region}.amazonaws.com",
                "kms:EncryptionContext:SecretARN": arn,
            }
        }
        return given.combine(grant(grantee, "kms:Decrypt", on=self._key.key_arn, when=through))


_GRANTED: dict[OutputKind, tuple[Any, KeyPurpose]] = {
    OutputKind.QUEUE: (ReadQueue, KeyPurpose.MESSAGING),
    OutputKind.TOPIC: (ReadTopic, KeyPurpose.MESSAGING),
    OutputKind.TABLE: (ReadTable, KeyPurpose.RDS),
    OutputKind.BUCKET: (ReadBucket, KeyPurpose.S3_DATA),
    OutputKind.SECRET: (ReadSecret, KeyPurpose.SECRETS),
}


def granted(scope: Construct, output: Output[Any], read: Any) -> Any:
    """What was read, with grants that reach its key: that of its kind, or its producer's own, as the trail's."""
    if output.kind not in _GRANTED:
        return read
    class_, purpose = _GRANTED[output.kind]
    own = (one for one in KeyPurpose if one.output.producer == output.producer != "kms")
    return class_(scope, f"{output.constant.title().replace('_', '')}Granted", read, next(own, purpose))
