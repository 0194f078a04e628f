from __future__ import annotations

from governed_cdk.drilling.trial import refused
from tests.governed_cdk.drilling.fake_region import error


def test_what_a_service_refused_is_said_by_call_and_code() -> None:
    found = refused(error("DescribeBackupVault", "AccessDeniedException"))
    assert (found.key, dict(found.values)) == (
        "problem-refused", {"call": "DescribeBackupVault", "code": "AccessDeniedException"},
    )  # fmt: skip
