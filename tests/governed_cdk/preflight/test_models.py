from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import Template
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.preflight import models
from governed_cdk.preflight.account import Account
from tests.governed_cdk.aws_shapes import wrong
from tests.governed_cdk.preflight.answers import Answers, answering

TODAY = datetime.date(2026, 11, 30)
HOME = "ap-northeast-2"
PROFILE = f"arn:aws:bedrock:{HOME}:111122223333:inference-profile/apac.amazon.nova-pro-v1:0"
MODELS = [f"arn:aws:bedrock:{region}::foundation-model/amazon.nova-pro-v1:0" for region in (HOME, "ap-northeast-1")]


def stack(*resources: str) -> Template:
    statements = [
        {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": one} for one in ([*resources], "*")
    ]  # fmt: skip
    policy = {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": {"Statement": statements}}}
    return Template(Path(), {"Resources": {"Policy": policy}}, stack_name="prod-bootstrap", region=HOME)


def profile(*arns: str) -> dict[str, Any]:
    found = {
        "inferenceProfileName": "x", "inferenceProfileArn": PROFILE, "models": [{"modelArn": one} for one in arns],
        "inferenceProfileId": "x", "status": "ACTIVE", "type": "SYSTEM_DEFINED",
    }  # fmt: skip
    assert wrong("bedrock", "get_inference_profile", found, of="output") == ""
    return found


def model(**lifecycle: Any) -> dict[str, Any]:
    details = {"modelArn": MODELS[0], "modelId": "x", "modelLifecycle": {"status": "ACTIVE", **lifecycle}}
    assert wrong("bedrock", "get_foundation_model", {"modelDetails": details}, of="output") == ""
    return {"modelDetails": details}


def asked(monkeypatch: pytest.MonkeyPatch, *resources: str, **said: Any) -> tuple[list[str], Answers]:
    there = {"bedrock__get_inference_profile": profile(*MODELS), "bedrock__get_foundation_model": model(), **said}
    answers = answering(monkeypatch, **there)
    found = models.asked([stack(*(resources or (PROFILE, *MODELS)))], Account(), TODAY)
    assert found.findings == []  # no deploy waits for a model
    return found.unknown, answers


def test_a_model_that_stays_is_nothing_to_tell_and_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told, answers = asked(monkeypatch)
    assert told == []
    assert answers.asked == [
        "bedrock.get_inference_profile:apac.amazon.nova-pro-v1:0", "bedrock.get_foundation_model:amazon.nova-pro-v1:0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lifecycle", "says"),
    [
        ({"endOfLifeTime": datetime.datetime(2027, 1, 15, tzinfo=datetime.UTC)}, "which ends on 2027-01-15"),
        ({"endOfLifeTime": datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)}, "which ended on 2026-11-01"),
        ({"status": "LEGACY"}, "which AWS calls legacy"),
    ],
)
def test_a_model_that_ends_soon_is_told(monkeypatch: pytest.MonkeyPatch, lifecycle: dict[str, Any], says: str) -> None:
    (line,), _ = asked(monkeypatch, bedrock__get_foundation_model=model(**lifecycle))
    assert line == f"prod-bootstrap asks amazon.nova-pro-v1:0, {says}; diagnosis.profile says which is asked"


def test_one_that_ends_much_later_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    later = model(endOfLifeTime=datetime.datetime(2027, 11, 30, tzinfo=datetime.UTC))
    assert asked(monkeypatch, bedrock__get_foundation_model=later)[0] == []


def test_a_region_that_the_role_may_not_ask_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    further = MODELS[0].replace(HOME, "ap-south-2")
    (line,), _ = asked(monkeypatch, bedrock__get_inference_profile=profile(*MODELS, further))
    assert line.endswith("which sends requests to ap-south-2 too: name all in diagnosis.regions")


def test_what_is_refused_or_absent_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told, _ = asked(
        monkeypatch, bedrock__get_inference_profile="ResourceNotFoundException",
        bedrock__get_foundation_model="AccessDeniedException",
    )  # fmt: skip
    assert [one.partition(": ")[2].partition(";")[0] for one in told] == [
        "ResourceNotFoundException", "AccessDeniedException",
    ]  # fmt: skip


def test_an_account_that_cannot_be_reached_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: Any, **__: Any) -> None:
        raise ConfigurationError("AWS: cannot be reached")

    monkeypatch.setattr(Account, "ask", unreachable)
    found = models.asked([stack(PROFILE, *MODELS)], Account(), TODAY)
    assert (found.findings, len(found.unknown)) == ([], 2)


def test_who_names_no_model_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told, answers = asked(monkeypatch, "arn:aws:s3:::bucket/*")
    assert (told, answers.asked) == ([], [])
