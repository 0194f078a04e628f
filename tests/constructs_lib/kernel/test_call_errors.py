from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import constructs_lib
from constructs_lib import GovernedBucket, Names, contract
from constructs_lib.kernel.call_errors import explained
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import aws_cdk as cdk

LATE: Any = None


def told(call: Callable[[], object]) -> str:
    """What is said of the error that a call ends with."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever it is, it is asked about
        call()
    return explained(caught.value, caught.value.__traceback__)


def stack(folder: Path) -> cdk.Stack:
    class Reports(constructs_lib.PlatformStack[constructs_lib.StackSettings]):
        slug = "reports"
        reads = (contract.KMS_S3_DATA_KEY_ARN, contract.LOGGING_ACCESS_LOG_BUCKET_NAME)

    return Reports(new_app(folder), environment("prod"))


def test_an_unknown_keyword_is_named_with_what_was_meant_and_what_is_allowed(tmp_path: Path) -> None:
    bucket: Any = GovernedBucket
    said = told(lambda: bucket(stack(tmp_path), "Bucket", kind="a", noncurent_days=3))
    assert said.startswith(
        "GovernedBucket: noncurent_days: no such argument (did you mean noncurrent_days?); allowed: "
    )
    assert "kind" in said


def test_an_unknown_keyword_of_a_plain_class_is_named_too() -> None:
    names: Any = Names
    assert "did you mean environment?" in told(
        lambda: names(enviroment="prod", organization="o", service="s", account="1")
    )


@pytest.mark.parametrize("given", ["30", [30], True])
def test_a_value_of_a_wrong_type_is_told_as_the_argument_that_the_user_wrote(tmp_path: Path, given: Any) -> None:
    said = told(lambda: GovernedBucket(stack(tmp_path), "Bucket", kind="a", noncurrent_days=given))
    assert said == f"GovernedBucket: noncurrent_days: given {given!r}; allowed: a whole number"


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    said = told(lambda: contract.KMS_S3_KEY_ARN)  # type: ignore[attr-defined] # the slip that is told
    assert said == "the contract has no KMS_S3_KEY_ARN (did you mean KMS_S3_DATA_KEY_ARN?)"


def test_a_slip_outside_our_calls_is_told_by_its_kind() -> None:
    assert told(lambda: LATE["key"]).startswith("TypeError: ")
    assert told(lambda: dict[str, str]()["key"]) == "KeyError: 'key'"


def test_a_fault_of_the_library_is_not_blamed_on_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constructs_lib.kernel.naming.shorten", None)
    names = Names(environment="prod", organization="o", service="s", account="1")
    assert told(lambda: names.physical("a")) == ""


def test_an_error_of_another_kind_is_not_explained() -> None:
    def fail() -> None:
        raise OSError("disk")

    assert told(fail) == ""
