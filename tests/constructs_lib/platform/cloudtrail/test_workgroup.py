from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, KeyPurpose
from constructs_lib.platform import GovernedWorkgroup

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def _workgroup(bench: Bench, **changes: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = {"scan_limit_bytes": 1_000_000_000, **changes}
    key = bench.stack.key(KeyPurpose.AUDIT)
    GovernedWorkgroup(bench.stack, "Queries", kind="queries", description="Questions", key=key, **arguments)
    found: dict[str, Any] = bench.only("AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    return found


def test_clients_cannot_override_encryption_or_limit(bench: Bench) -> None:
    settings = _workgroup(bench)
    assert settings["EnforceWorkGroupConfiguration"] is True
    assert settings["BytesScannedCutoffPerQuery"] == 1_000_000_000
    encryption = settings["ResultConfiguration"]["EncryptionConfiguration"]
    assert encryption["EncryptionOption"] == "SSE_KMS"
    assert encryption["KmsKey"].endswith("key/audit")


def test_results_lie_in_a_governed_bucket_and_end(bench: Bench) -> None:
    location = _workgroup(bench, results_days=3)["ResultConfiguration"]["OutputLocation"]
    bucket = bench.only("AWS::S3::Bucket")
    assert location == f"s3://{bucket['BucketName']}/results/"
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["results"]["ExpirationInDays"] == 3
    statements = bench.only("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    assert any(s["Condition"].get("Bool") == {"aws:SecureTransport": "false"} for s in statements)


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [({"scan_limit_bytes": 9_999_999}, "10000000 or more"), ({"results_days": 0}, "1 or more")],
)
def test_numbers_that_athena_refuses_are_refused(bench: Bench, changes: dict[str, int], allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=allowed):
        _workgroup(bench, **changes)
