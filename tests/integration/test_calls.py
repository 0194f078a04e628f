"""Every call at run time is made once of what is deployed: allowed as it is, refused without what admits it."""

from __future__ import annotations

import json
import os
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import contract
from constructs_lib.kernel.calls import JUDGED_BY
from constructs_lib.kernel.conditions import SOURCE_ACCOUNT, SOURCE_ARN, Policy, rows_of
from governed_cdk.rehearsal import questions
from tests.integration.deployed_policies import held_by, holding
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.access.calls import RunTimeCall
    from tests.integration.support import Deployed

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
SAMPLE = 25  # rows of the table, one call of each
STRANGER = "999999999999"
# What something else allows too, so that nothing is missed without one statement.
TWICE = {
    ("prod-secrets-rotation-function", "logs:CreateLogStream"),  # by AWSLambdaVPCAccessExecutionRole
    ("prod-secrets-rotation-function", "logs:PutLogEvents"),  # the same
    (f"any principal of {ACCOUNT}", "kms:DescribeKey"),  # whoever administers keys looks at them too
}
# What names nobody in our policies, since documents disagree about what comes along.
UNBOUND = {("events.amazonaws.com", "logs:CreateLogStream")}


@pytest.fixture(scope="module")
def made(deployed: Deployed) -> tuple[RunTimeCall, ...]:
    return questions.made_by(deployed.stacks)


@pytest.fixture(scope="module")
def names(deployed: Deployed) -> dict[str, str]:
    return questions.physical_names(deployed.rehearsed.emulator, deployed.stacks)


def answers(deployed: Deployed, asked: Sequence[RunTimeCall], names: dict[str, str]) -> list[bool]:
    return questions.ask(deployed.rehearsed.emulator, asked, names)


def test_every_call_is_made_and_allowed(deployed: Deployed, made: tuple[RunTimeCall, ...]) -> None:
    allowed, refused = questions.calls(deployed.rehearsed.emulator, deployed.stacks)
    assert refused == []
    assert allowed == len(made)
    sections = {call.row[0] for call in made}
    assert sections == {"roles", "calls", "keys"}
    assert len({call.row for call in made}) > 70


def test_every_name_is_one_that_the_deploy_gave(
    deployed: Deployed, made: tuple[RunTimeCall, ...], names: dict[str, str]
) -> None:
    asked = json.dumps([questions.question(call, names) for call in made])
    stacks = [stack.stack_name for stack in deployed.stacks]
    assert "XXXXXX" not in asked
    assert not [name for name in stacks if f"{name}." in asked]


def test_a_call_is_refused_without_the_statement_that_admits_it(
    deployed: Deployed, made: tuple[RunTimeCall, ...], names: dict[str, str]
) -> None:
    seed = int(os.environ.get("GOVERNED_CDK_SEED") or Random().randrange(10_000))  # noqa: S311 - a sample
    chosen = _chosen(made, seed)
    sys.stdout.write(f"calls, seed {seed}: {len(chosen)}\n")
    unmissed = [questions.said(one) for one in chosen if not _refused_without(deployed, one, names)]
    assert unmissed == [], seed
    assert all(answers(deployed, made, names)), "something was not put back"


def _chosen(made: tuple[RunTimeCall, ...], seed: int) -> list[RunTimeCall]:
    able = [one for one in made if (one.request.who.name, one.request.action) not in TWICE]
    if NIGHTLY:
        return able
    rows = {one.row: one for one in Random(seed).sample(able, len(able))}  # noqa: S311 - a sample
    return Random(seed).sample(list(rows.values()), SAMPLE)  # noqa: S311 - a sample


def _refused_without(deployed: Deployed, call: RunTimeCall, names: dict[str, str]) -> bool:
    """Whether there is a statement without which the call is refused."""
    asked = questions.question(call, names)
    for held in held_by(deployed, asked):
        for rest in held.without_one(call.request.action):
            with holding(held, rest):
                if answers(deployed, [call], names) == [False]:
                    return True
    return False


def test_the_same_call_for_a_resource_of_another_account_is_refused(
    deployed: Deployed, made: tuple[RunTimeCall, ...], names: dict[str, str]
) -> None:
    """Of services that surely say for whom they call; of keys, the encryption context says it."""
    mine = [one for one in made if one.request.who.kind == "service" and _says_for_whom(one)]
    foreign = []
    for asked in (questions.question(one, names) for one in mine):
        theirs = {key: [one.replace(ACCOUNT, STRANGER) for one in values] for key, values in asked["context"].items()}
        source = {key: theirs[key] for key in theirs if key.startswith(("aws:source", "kms:encryptioncontext"))}
        if source != {key: asked["context"][key] for key in source}:
            foreign.append({**asked, "context": {**asked["context"], **source}})
    assert len(foreign) > 300
    let = questions.put(deployed.rehearsed.emulator, foreign)
    assert [one for one, answer in zip(foreign, let, strict=True) if answer] == []


def _says_for_whom(call: RunTimeCall) -> bool:
    if (call.request.who.name, call.request.action) in UNBOUND:
        return False
    policy = JUDGED_BY[call.request.what.resource.type]
    rows = rows_of(call.request.who.name, policy)
    return policy is Policy.KEY or any({SOURCE_ACCOUNT, SOURCE_ARN} & set(row.sent) for row in rows)


@pytest.mark.parametrize("lost", ["topic", "key"])
def test_an_alarm_does_not_arrive_where_the_topic_or_its_key_keeps_it_out(
    deployed: Deployed, made: tuple[RunTimeCall, ...], names: dict[str, str], lost: str
) -> None:
    topic = deployed.parameter(contract.ALARM_TOPICS[0].path("prod"))
    action = {"topic": "sns:Publish", "key": "kms:GenerateDataKey"}[lost]
    call = next(one for one in made if one.request.who.name == "cloudwatch.amazonaws.com"
                and one.request.action == action and topic in json.dumps(questions.question(one, names)))  # fmt: skip
    (held,) = held_by(deployed, questions.question(call, names))
    with holding(held, [one for one in held.statements if "cloudwatch" not in json.dumps(one)]):
        _raise(deployed, topic)
    said = (deployed.rehearsed.emulator.folder / "emulator.log").read_text(encoding="utf-8")
    assert f"cloudwatch.amazonaws.com may not {action} on" in said


def _raise(deployed: Deployed, topic: str) -> None:
    cloudwatch, name = deployed.client("cloudwatch", HOME), "rehearsal-of-a-refusal"
    wanted: dict[str, Any] = {
        "AlarmName": name, "AlarmActions": [topic], "MetricName": "x", "Namespace": "x", "Statistic": "Sum",
        "Period": 60, "EvaluationPeriods": 1, "Threshold": 1.0, "ComparisonOperator": "GreaterThanThreshold",
    }  # fmt: skip
    cloudwatch.put_metric_alarm(**wanted)
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="tried")
    cloudwatch.delete_alarms(AlarmNames=[name])
