from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedBucket, ServiceStack, StackSettings
from tests.support import environment, synthesize_with

if TYPE_CHECKING:
    import aws_cdk as cdk
    from constructs import Construct

    from constructs_lib import Environment
    from tests.constructs_lib.conftest import Bench
    from tests.support import Templates


class Files(ServiceStack[StackSettings]):
    slug = "files"

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        GovernedBucket(self, "Uploads", kind="uploads", replicated=True, noncurrent_days=30)
        GovernedBucket(self, "Reports", kind="reports", replicated=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        Files(app, settings)

    return synthesize_with(settings, tmp_path_factory.mktemp("files"), build)


def buckets(files: Templates, stack: str) -> dict[str, Any]:
    found = files.resources(stack, "AWS::S3::Bucket").values()
    return {bucket["BucketName"]: bucket for bucket in found}


def test_every_replicated_bucket_has_a_copy_in_the_dr_region_on_a_key_of_that_region(files: Templates) -> None:
    copies = buckets(files, "files-dr")
    region = "111122223333-ap-northeast-1"
    assert set(copies) == {f"prod-files-{kind}-{region}" for kind in ("uploads", "reports", "access-logs")}
    assert len(files.resources("files-dr", "AWS::KMS::Key")) == 1
    (alias,) = files.resources("files-dr", "AWS::KMS::Alias").values()
    for name, bucket in buckets(files, "files").items():
        (rule,) = bucket["ReplicationConfiguration"]["Rules"]
        assert rule["Destination"]["Bucket"] == f"arn:aws:s3:::{name}-ap-northeast-1"
        key = rule["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"]
        assert key == f"arn:aws:kms:ap-northeast-1:111122223333:{alias['AliasName']}"
        assert copies[f"{name}-ap-northeast-1"]["VersioningConfiguration"] == {"Status": "Enabled"}


def test_a_copy_is_tidied_as_its_bucket_is(files: Templates) -> None:
    (copy,) = (one for name, one in buckets(files, "files-dr").items() if "uploads" in name)
    rules = {rule["Id"]: rule for rule in copy["LifecycleConfiguration"]["Rules"]}
    assert rules["expire-old-versions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}


def test_a_companion_replicates_nothing(virginia: Bench) -> None:
    with pytest.raises(ConfigurationError, match="only a stack of the home region does"):
        GovernedBucket(virginia.stack, "Bucket", kind="files", access_logs=False, replicated=True)
