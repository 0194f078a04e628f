from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, invalid, report_in_one_line

if TYPE_CHECKING:
    from types import TracebackType


class JavaScriptError(Exception):
    """What jsii gives as the cause of an error in JavaScript, by this name."""


def from_javascript(text: str) -> RuntimeError:
    error = RuntimeError(text)
    error.__cause__ = JavaScriptError(text)
    return error


def ended_with(error: BaseException, monkeypatch: pytest.MonkeyPatch, trace: TracebackType | None = None) -> object:
    """The exit code of a program that ends with an error."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards
    report_in_one_line()
    with pytest.raises(SystemExit) as ended:
        sys.excepthook(type(error), error, trace)
    return ended.value.code


def test_a_wrong_value_is_said_with_what_is_allowed() -> None:
    error = invalid("x.yaml: region", "seoul", "an AWS region")
    assert str(error) == "x.yaml: region: given 'seoul'; allowed: an AWS region"
    assert isinstance(error, ValueError)


def test_an_error_has_a_line_for_each_mistake() -> None:
    error = ConfigurationError("one", "two")
    assert error.mistakes == ("one", "two")
    assert str(error) == "one\ntwo"


def test_bad_input_ends_the_program_with_a_line_each_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended_with(ConfigurationError("one", "two"), monkeypatch) == EXIT_BAD_INPUT == 2
    assert capsys.readouterr().err == "error: one\nerror: two\n"


def test_what_a_cdk_construct_refuses_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = from_javascript("@jsii/kernel.RuntimeError: Bucket name must be lowercase\n    at x.js:1")
    assert ended_with(error, monkeypatch) == EXIT_BAD_INPUT
    assert capsys.readouterr().err == "error: Bucket name must be lowercase\n"


def test_what_a_construct_says_of_itself_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = from_javascript("ValidationFailedWithErrors: Validation failed\n  [prod-x] not governed")
    assert ended_with(error, monkeypatch) == EXIT_BAD_INPUT
    assert capsys.readouterr().err == "error: [prod-x] not governed\n"


def test_findings_end_the_program_with_exit_code_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended_with(from_javascript("ValidationFailed: see the report"), monkeypatch) == EXIT_FINDINGS == 3
    assert "findings above" in capsys.readouterr().err


def test_a_fault_of_ours_keeps_its_trace(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    report_in_one_line()
    sys.excepthook(KeyError, KeyError("x"), None)
    assert "KeyError: 'x'" in capsys.readouterr().err


def test_the_users_own_line_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise invalid("retention_days", 17, "1, 3, 5")
    except ConfigurationError as error:
        ended_with(error, monkeypatch, error.__traceback__)
    assert capsys.readouterr().err.startswith("error: test_errors.py:")
