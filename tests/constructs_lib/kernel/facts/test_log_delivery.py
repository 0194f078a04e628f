from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.log_delivery import FILE, load_balancer_accounts, log_writers

if TYPE_CHECKING:
    from pathlib import Path

ROW = """
writers:
  - {logs: logs, type: "AWS::S3::Bucket", bucket: A.B, principal: x.amazonaws.com, encryption: kms,
     source: "https://docs.aws.amazon.com/x", checked: "2026-11-30"}
accounts: {ids: "123456789012", source: "https://docs.aws.amazon.com/x", checked: "2026-11-30"}
"""


def test_network_load_balancers_can_use_a_key_and_the_others_cannot() -> None:
    by_principal = {(one.type, one.principal): one.encryption for one in log_writers()}
    balancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
    assert by_principal[balancer, "delivery.logs.amazonaws.com"] == "kms"
    assert by_principal[balancer, "logdelivery.elasticloadbalancing.amazonaws.com"] == "sse-s3"
    assert by_principal["AWS::S3::Bucket", "logging.s3.amazonaws.com"] == "sse-s3"


def test_the_account_of_seoul_is_known() -> None:
    assert "600734575887" in load_balancer_accounts()


@pytest.mark.parametrize(
    ("given", "put", "said"),
    [
        ("encryption: kms", "encryption: none", "encryption"),
        ("logs: logs, ", "", "writers[0]"),
        ("type:", "kind: x, type:", "writers[0]"),
        ("https://docs", "docs", "source"),
    ],
)
def test_a_row_that_lacks_or_adds_something_is_refused(tmp_path: Path, given: str, put: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(ROW.replace(given, put, 1))
    with pytest.raises(ConfigurationError, match=said.replace("[", r"\[")):
        log_writers(tmp_path / "x.yaml")


@pytest.mark.parametrize("ids", ["", "12345", "12345678901x"])
def test_accounts_have_twelve_digits(tmp_path: Path, ids: str) -> None:
    (tmp_path / "x.yaml").write_text(ROW.replace("123456789012", ids))
    with pytest.raises(ConfigurationError, match="twelve digits"):
        load_balancer_accounts(tmp_path / "x.yaml")


def test_the_table_is_read() -> None:
    assert len(log_writers(FILE)) >= 8
