from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis import bedrock as asking
from governed_cdk.diagnosis.bedrock import Model
from governed_cdk.diagnosis.diagnosing import Given, diagnose
from tests.governed_cdk.diagnosis.account import REGION, account
from tests.governed_cdk.diagnosis.failures import DENIED, deploy

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.governed_cdk.diagnosis.bedrock import Bedrock

PASSWORD = "hunter" + "2hunter2"
MODEL = Model("apac.amazon.nova-pro-v1:0", REGION, None)


def given(tmp_path: Path, *lines: str, **more: Any) -> Given:
    (tmp_path / "out").write_text("\n".join(lines), encoding="utf-8")
    return Given(outputs=(tmp_path / "out",), **more)


def test_what_leaves_is_redacted_first(tmp_path: Path, bedrock: Bedrock) -> None:
    failure = diagnose(
        deploy(), given(tmp_path, f"x CREATE_FAILED | DB_PASSWORD={PASSWORD}"), characters=24_000, model=MODEL
    )
    assert PASSWORD not in str(bedrock.asked)
    assert PASSWORD not in str(failure)
    assert "DB_PASSWORD=[redacted]" in str(bedrock.question)


def test_the_table_answers_first_and_the_model_hears_of_it(tmp_path: Path, bedrock: Bedrock) -> None:
    text = f"12:00 | CREATE_FAILED | AWS::SQS::Queue | Queue {DENIED.text}"
    quote = {"line": 1, "quote": "not authorized to perform"}
    bedrock.answer = lambda _: {"cause": "why", "fixes": ["so"], "evidence": [quote]}
    failure = diagnose(deploy(), given(tmp_path, text), characters=24_000, model=MODEL)
    assert failure.match is not None
    assert failure.match.cause.id == "not-authorized"
    assert bedrock.question["recognised"] == failure.match.title(deploy().language)
    assert failure.opinion is not None
    assert failure.unheard == ""


def test_a_model_that_does_not_answer_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConfigurationError("Bedrock: AccessDeniedException")

    monkeypatch.setattr(asking, "ask", refuse)
    failure = diagnose(deploy(), given(tmp_path, f"CREATE_FAILED | {DENIED.text}"), characters=24_000, model=MODEL)
    assert (failure.opinion, failure.unheard) == (None, "Bedrock: AccessDeniedException")
    assert failure.match is not None


def test_every_source_that_fails_is_told_and_redacted(tmp_path: Path) -> None:
    asked = account(describe_stack_events="AccessDenied", list_stack_resources=f"password={PASSWORD}")
    failure = diagnose(
        deploy(), given(tmp_path, "fatal: x", account=asked, stacks=[("prod-orders", REGION)], untold=["stacks: none"]),
        characters=24_000, model=None,
    )  # fmt: skip
    assert failure.untold[0] == "stacks: none"
    assert any("AccessDenied" in one for one in failure.untold)
    assert PASSWORD not in str(failure.untold)
    assert [one.text for one in failure.chosen.lines] == ["fatal: x"]
    assert failure.opinion is None


def test_the_cause_is_found_in_what_the_budget_leaves_out(tmp_path: Path) -> None:
    lines = [f"error: widget {number} {'x' * 300}" for number in range(40)]
    failure = diagnose(
        deploy(), given(tmp_path, *lines, "error: no space left on device"), characters=1_000, model=None
    )
    assert failure.chosen.left_out > 0
    assert "no space left" not in str(failure.chosen.lines)
    assert failure.match is not None
    assert failure.match.cause.id == "disk-full"
