from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.diagnosis_settings import APAC
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import Language
from governed_cdk.diagnosis.bedrock import Model, ask
from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from governed_cdk.diagnosis.question import Opinion
    from tests.governed_cdk.diagnosis.bedrock import Bedrock

MODEL = Model(APAC, "ap-northeast-2")
LINES = (
    Evidence("cloudformation", "CREATE_FAILED: not authorized to perform: sqs:CreateQueue", Weight.CAUSE, "Queue"),
    Evidence("logs", "starting"),
)
GOOD = {
    "cause": "The role lacks sqs:CreateQueue", "fixes": ["Add sqs:CreateQueue"],
    "evidence": [{"line": 1, "quote": "not authorized to perform: sqs:CreateQueue"}],
}  # fmt: skip


def asked(language: Language = Language.EN) -> Opinion:
    return ask(MODEL, LINES, language, environment="prod", known="The deploy may not sqs:CreateQueue")


def refused() -> str:
    with pytest.raises(ConfigurationError) as told:
        asked()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_an_answer_that_rests_on_its_lines_counts(bedrock: Bedrock) -> None:
    bedrock.answer = lambda _: GOOD
    found = asked()
    assert (found.cause, found.fixes, found.lines) == (GOOD["cause"], ("Add sqs:CreateQueue",), (1,))
    (sent,) = bedrock.asked
    assert sent["modelId"] == APAC
    assert bedrock.question["recognised"] == "The deploy may not sqs:CreateQueue"
    assert [one["line"] for one in bedrock.question["lines"]] == [1, 2]


def test_the_readers_language_is_asked_for(bedrock: Bedrock) -> None:
    bedrock.answer = lambda _: GOOD
    asked(Language.KO)
    assert "in Korean" in bedrock.asked[-1]["system"][0]["text"]


def test_a_model_that_answers_in_text_is_heard_too(bedrock: Bedrock) -> None:
    bedrock.answer, bedrock.as_text, bedrock.stop = lambda _: GOOD, True, "end_turn"
    assert asked().lines == (1,)


@pytest.mark.parametrize("error", ["AccessDeniedException", "ResourceNotFoundException", "ValidationException"])
def test_a_refusal_and_an_absent_model_are_one_line_and_one_call(bedrock: Bedrock, error: str) -> None:
    bedrock.error = error
    assert refused().startswith(f"Bedrock: {error}")
    assert len(bedrock.asked) == 1


def test_throttling_is_tried_again_once(bedrock: Bedrock) -> None:
    bedrock.error = "ThrottlingException"
    assert refused().startswith("Bedrock: ThrottlingException")
    assert len(bedrock.asked) == 2


def test_a_model_that_takes_too_long_is_one_line(bedrock: Bedrock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governed_cdk.diagnosis.bedrock._READ_S", 0.1)
    monkeypatch.setattr("governed_cdk.diagnosis.bedrock._ATTEMPTS", 1)
    bedrock.wait, bedrock.answer = 0.4, lambda _: GOOD
    assert "Read timeout" in refused()


@pytest.mark.parametrize("raw", [b"<html>", b"{}", b'{"output": {"message": {"role": "assistant", "content": []}}}'])
def test_garbage_is_one_line(bedrock: Bedrock, raw: bytes) -> None:
    bedrock.raw = raw
    assert refused().startswith("Bedrock: ")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({**GOOD, "evidence": [{"line": 7, "quote": "sqs:CreateQueue"}]}, "rests on line 7, of 2"),
        ({**GOOD, "evidence": [{"line": 2, "quote": "the disk is full"}]}, "line 2 does not say"),
        ({**GOOD, "evidence": []}, "rests on no line"),
        ({**GOOD, "cause": ""}, "names no cause"),
        ({**GOOD, "fixes": []}, "names no fix"),
        ([], "is no object"),
    ],
)
def test_an_answer_that_rests_on_what_is_not_there_is_dropped(bedrock: Bedrock, said: Any, why: str) -> None:
    bedrock.answer = lambda _: said if isinstance(said, dict) else {"answer": said}
    told = refused()
    assert f"the answer of {APAC} was dropped" in told
    assert why in told or why == "is no object"


def test_an_answer_that_was_cut_off_does_not_count(bedrock: Bedrock) -> None:
    bedrock.answer, bedrock.stop = lambda _: GOOD, "max_tokens"
    assert refused() == "Bedrock: no whole answer: max_tokens"


def test_without_evidence_nobody_is_asked(bedrock: Bedrock) -> None:
    with pytest.raises(ConfigurationError, match="no evidence"):
        ask(MODEL, (), Language.EN, environment="prod")
    assert bedrock.asked == []
