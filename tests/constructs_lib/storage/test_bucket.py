from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, Cors, DataClass, GovernedBucket, KeyPurpose

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

ENCRYPTION = "s3:x-amz-server-side-encryption"


def denied(policy: dict[str, Any], action: str, request: dict[str, str]) -> bool:
    """IAM's verdict on a request by Deny statements alone: all operators and keys of one must hold."""
    return any(
        fnmatch.fnmatchcase(action, statement["Action"])
        and all(
            _holds(operator, key, wanted, request)
            for operator, keys in statement["Condition"].items()
            for key, wanted in keys.items()
        )
        for statement in policy["Statement"]
        if statement["Effect"] == "Deny"
    )


def _holds(operator: str, key: str, wanted: Any, request: dict[str, str]) -> bool:
    """A condition operator as IAM evaluates it: a negated one holds for an absent key, any other does not."""
    given = request.get(key)
    match operator:
        case "Null":
            return (given is None) is (wanted == "true")
        case "StringNotEquals":
            return given != str(wanted)
        case "Bool":
            return given == str(wanted)
        case "NumericLessThan":
            return given is not None and float(given) < float(wanted)
    raise AssertionError(f"the bucket policy uses {operator}: teach the test what it means")


def policy_of(bench: Bench) -> dict[str, Any]:
    GovernedBucket(bench.stack, "Bucket", kind="terraform-state", purpose=KeyPurpose.TERRAFORM_STATE)
    found: dict[str, Any] = bench.only("AWS::S3::BucketPolicy")["PolicyDocument"]
    return found


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({ENCRYPTION: "aws:kms"}, False),
        ({ENCRYPTION: "AES256"}, True),
        ({ENCRYPTION: "aws:kms:dsse"}, True),
    ],
    ids=["no header", "KMS", "AES256", "another encryption"],
)
def test_a_writer_that_names_no_encryption_or_kms_is_admitted_and_any_other_is_refused(
    bench: Bench, headers: dict[str, str], *, refused: bool
) -> None:
    request = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3", **headers}
    assert denied(policy_of(bench), "s3:PutObject", request) is refused


@pytest.mark.parametrize(
    "transport", [{"aws:SecureTransport": "false"}, {"aws:SecureTransport": "true", "s3:TlsVersion": "1.1"}]
)
@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject", "s3:ListBucket"])
def test_nothing_passes_without_tls_1_2(bench: Bench, action: str, transport: dict[str, str]) -> None:
    assert denied(policy_of(bench), action, transport)


def test_a_bucket_is_private_versioned_encrypted_logged_and_tidied_by_default(bench: Bench) -> None:
    GovernedBucket(bench.stack, "Bucket", kind="files")
    bucket = bench.only("AWS::S3::Bucket")
    assert bucket["BucketName"] == "prod-example-files-111122223333"
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["BucketKeyEnabled"] is True
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"].endswith("key/s3-data")
    assert bucket["LoggingConfiguration"]["LogFilePrefix"] == "s3/prod-example-files-111122223333/"
    lifecycle = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert lifecycle["abort-uploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert lifecycle["expire-old-versions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}


def test_a_locked_bucket_keeps_its_objects_in_compliance_mode(bench: Bench) -> None:
    GovernedBucket(bench.stack, "Bucket", kind="audit", object_lock_days=365)
    lock = bench.only("AWS::S3::Bucket")["ObjectLockConfiguration"]
    assert lock["Rule"]["DefaultRetention"] == {"Days": 365, "Mode": "COMPLIANCE"}


def test_a_bucket_in_another_region_carries_the_region_in_its_name(virginia: Bench) -> None:
    GovernedBucket(virginia.stack, "Bucket", kind="files", access_logs=False)
    bucket = virginia.only("AWS::S3::Bucket")
    assert bucket["BucketName"] == "prod-example-files-111122223333-us-east-1"
    assert "LoggingConfiguration" not in bucket


def test_a_bucket_of_dev_goes_with_its_stack_and_one_of_prod_stays(bench: Bench, dev_bench: Bench) -> None:
    policies = []
    for each in (bench, dev_bench):
        GovernedBucket(each.stack, "Bucket", kind="files", data_class=DataClass.CONFIDENTIAL)
        resources = each.template()["Resources"].values()
        policies += [r["DeletionPolicy"] for r in resources if r["Type"] == "AWS::S3::Bucket"]
    assert policies == ["RetainExceptOnCreate", "Delete"]


@pytest.mark.parametrize("days", [0, -1, 36_501])
@pytest.mark.parametrize("argument", ["object_lock_days", "noncurrent_days"])
def test_a_number_of_days_that_s3_refuses_is_refused(bench: Bench, argument: str, days: int) -> None:
    numbers: dict[str, Any] = {argument: days}
    with pytest.raises(ConfigurationError, match=f"{argument}: given {days}; allowed: 1 to 36500 days"):
        GovernedBucket(bench.stack, "Bucket", kind="audit", **numbers)


def test_without_days_the_lock_is_off(bench: Bench) -> None:
    GovernedBucket(bench.stack, "Bucket", kind="audit")
    bucket = bench.only("AWS::S3::Bucket")
    assert not bucket.get("ObjectLockEnabled")
    assert "ObjectLockConfiguration" not in bucket


def test_browsers_are_let_in_by_an_allow_list(bench: Bench) -> None:
    cors = Cors(origins=("https://app.set-of.com",), methods=("PUT",), headers=("Content-Type",))
    GovernedBucket(bench.stack, "Bucket", kind="files", cors=[cors])
    (rule,) = bench.only("AWS::S3::Bucket")["CorsConfiguration"]["CorsRules"]
    assert rule == {
        "AllowedHeaders": ["Content-Type"],
        "AllowedMethods": ["PUT"],
        "AllowedOrigins": ["https://app.set-of.com"],
        "ExposedHeaders": [],
        "MaxAge": 600,
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"credentials": True}, "credentials: given true; allowed: False"),
        ({"methods": ("PATCH",)}, "methods: given 'PATCH'; allowed: DELETE, GET, HEAD, POST, PUT"),
    ],
)
def test_cors_that_s3_does_not_have_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    cors = Cors(origins=("https://app.set-of.com",), **changes)
    with pytest.raises(ConfigurationError, match=message):
        GovernedBucket(bench.stack, "Bucket", kind="files", cors=[cors])


def test_a_lock_on_what_is_replicated_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="replicated: given true; allowed: False with object_lock_days"):
        GovernedBucket(bench.stack, "Bucket", kind="files", replicated=True, object_lock_days=1)


def test_a_scanned_bucket_tells_eventbridge_and_denies_what_is_in_quarantine(bench: Bench) -> None:
    GovernedBucket(bench.stack, "Bucket", kind="uploads", scanned=True)
    bucket = bench.only("AWS::S3::Bucket")
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    statements = bench.only("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    (denied_,) = (one for one in statements if one.get("Sid") == "QuarantinedSecrets")
    assert denied_["Condition"] == {
        "StringEquals": {"s3:ExistingObjectTag/secret-scan": "quarantined"},
        "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/prod-secrets-secret-response-function"},
    }
    assert {"s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObjectVersionTagging"} < set(denied_["Action"])


def test_a_lock_is_of_one_of_two_modes(bench: Bench) -> None:
    GovernedBucket(bench.stack, "Bucket", kind="held", object_lock_days=1, object_lock_mode="governance")
    lock = bench.only("AWS::S3::Bucket")["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert lock == {"Days": 1, "Mode": "GOVERNANCE"}
    with pytest.raises(ConfigurationError, match="object_lock_mode: given 'none'; allowed: compliance, governance"):
        GovernedBucket(bench.stack, "Other", kind="other", object_lock_mode="none")  # type: ignore[arg-type]  # refused
