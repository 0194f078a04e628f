from __future__ import annotations

from dataclasses import replace

from governed_cdk.diagnosis.evidence import Evidence, Weight
from tests.governed_cdk.diagnosis.failures import DENIED, LOG, UNKNOWN, deploy, failure


def test_the_line_that_weighs_most_is_the_first() -> None:
    assert failure(LOG, UNKNOWN, DENIED).first == UNKNOWN
    assert failure(LOG).first is None
    assert failure(Evidence("", "x", Weight.CONTEXT)).first is None


def test_the_same_failure_has_the_same_fingerprint_whatever_else_was_logged() -> None:
    again = replace(DENIED, text=DENIED.text.replace("assumed-role/x/y", "assumed-role/x/z"))
    assert failure(DENIED, LOG).fingerprint == failure(again, of=deploy(run="", commit="b" * 40)).fingerprint


def test_another_environment_resource_or_reason_is_another_failure() -> None:
    other = replace(UNKNOWN, text="CREATE_FAILED: The widget is late")
    found = [
        failure(DENIED), failure(DENIED, of=deploy(environment="stg")), failure(UNKNOWN), failure(other),
        failure(replace(DENIED, resource="AWS::SQS::Queue prod-orders/Other")), failure(LOG),
    ]  # fmt: skip
    assert len({one.fingerprint for one in found}) == len(found)
