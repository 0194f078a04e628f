from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.platform import GovernedAnalyzer, GovernedDetector

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_the_detector_runs_with_its_protection_plans_and_the_others_are_off(bench: Bench) -> None:
    GovernedDetector(bench.stack, "Detector", features=["S3_DATA_EVENTS"])
    detector = bench.only("AWS::GuardDuty::Detector")
    assert detector["Enable"] is True
    assert {f["Name"]: f["Status"] for f in detector["Features"]} == {
        "S3_DATA_EVENTS": "ENABLED",
        "RDS_LOGIN_EVENTS": "DISABLED",
        "LAMBDA_NETWORK_LOGS": "DISABLED",
        "EBS_MALWARE_PROTECTION": "DISABLED",
    }


def test_an_unknown_protection_plan_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="features: given 'MAGIC'; allowed: S3_DATA_EVENTS"):
        GovernedDetector(bench.stack, "Detector", features=["MAGIC"])


def test_the_analyzer_watches_the_account(bench: Bench) -> None:
    GovernedAnalyzer(bench.stack, "Analyzer", kind="analyzer")
    analyzer = bench.only("AWS::AccessAnalyzer::Analyzer")
    assert (analyzer["AnalyzerName"], analyzer["Type"]) == ("prod-example-analyzer", "ACCOUNT")
