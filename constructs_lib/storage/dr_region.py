"""What a stack's buckets need in the DR region: a companion there, with a key and a bucket for access logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel import contract
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.security.key import GovernedKey
from constructs_lib.stack.platform_stack import PlatformStack
from constructs_lib.storage.access_log_bucket import GovernedAccessLogBucket

if TYPE_CHECKING:
    from constructs_lib.stack.governed_stack import GovernedStack

_SUFFIX = "dr"


def dr_companion(stack: GovernedStack) -> GovernedStack:
    """The companion `<env>-<service>-dr`, made when it is first asked for; one that the stack has made itself is taken.

    It gets a key for data and a bucket for access logs where it provides none.

    Raises ConfigurationError for a stack that is a companion itself.
    """
    if not isinstance(stack, PlatformStack):
        raise ConfigurationError(f"{stack.stack_name}: replicates nothing; only a stack of the home region does")
    found = stack.sibling(f"{stack.service}-{_SUFFIX}")
    dr = found or stack.companion(_SUFFIX, region=stack.environment_settings.dr_region)
    if not dr.has_read(KeyPurpose.S3_DATA.output):
        dr.provide(KeyPurpose.S3_DATA.output, GovernedKey(dr, "Key", purpose=KeyPurpose.S3_DATA).key)
    if not dr.has_read(contract.LOGGING_ACCESS_LOG_BUCKET_NAME):
        logs = GovernedAccessLogBucket(dr, "AccessLogs", kind="access-logs", data_class=DataClass.INTERNAL)
        dr.provide(contract.LOGGING_ACCESS_LOG_BUCKET_NAME, logs.bucket)
    stack.add_stack_dependency(dr, "its buckets are replicated there")
    return dr
