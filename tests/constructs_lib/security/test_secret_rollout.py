from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedSecret, GovernedSecretRollout
from constructs_lib.compute.bundle import bundle
from constructs_lib.security.secret_rollout import CODE, DISTRIBUTIONS
from tests.constructs_lib.web_service import make_service
from tests.support import as_list

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench


def rollout(bench: Bench, **changes: Any) -> GovernedSecretRollout:
    secret = GovernedSecret(bench.stack, "Secret", name="mysql", description="Login of the service")
    given = {"secrets": [secret], "services": [make_service(bench)], **changes}
    return GovernedSecretRollout(bench.stack, "Rollout", **given)


def test_a_rotation_of_this_secret_reaches_the_queue_of_the_function(bench: Bench) -> None:
    rollout(bench)
    (rule,) = (one for one in bench.resources("AWS::Events::Rule") if one["Name"] == "prod-example-rollout")
    detail = rule["EventPattern"]["detail"]
    assert detail["eventName"] == ["RotationSucceeded"]
    ((secret,),) = (one.values() for one in detail["additionalEventData"]["SecretId"])
    assert bench.template()["Resources"][secret]["Type"] == "AWS::SecretsManager::Secret"
    admitted = [
        statement["Condition"]
        for policy in bench.resources("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement.get("Principal") == {"Service": "events.amazonaws.com"}
    ]
    rules = [str(one) for one in admitted]
    assert any("rule/prod-example-rollout'" in one for one in rules)
    assert bench.only("AWS::Lambda::EventSourceMapping")["BatchSize"] == 1


def test_the_function_may_deploy_the_named_services_and_no_other(bench: Bench) -> None:
    rollout(bench)
    statements = [
        one
        for policy in bench.resources("AWS::IAM::Policy")
        for one in policy["PolicyDocument"]["Statement"]
        if "ecs:UpdateService" in as_list(one["Action"])
    ]
    (statement,) = statements
    assert [list(one) for one in as_list(statement["Resource"])] == [["Ref"]]
    function = bench.only("AWS::Lambda::Function")
    assert function["ReservedConcurrentExecutions"] == 1
    assert function["Environment"]["Variables"]["PATIENCE_SECONDS"] == "3600"


def test_what_fails_wakes_somebody(bench: Bench) -> None:
    rollout(bench)
    alarms = {
        one["AlarmName"]: one["AlarmActions"][0].rpartition(":")[2] for one in bench.resources("AWS::CloudWatch::Alarm")
    }
    assert alarms["prod-example-rollout-rollout-failed"] == "critical-topic-arn"
    assert "prod-example-rollout-dlq-dead-letters" in alarms


def test_the_bundle_runs_by_itself(tmp_path: Path) -> None:
    """As in Lambda: the folder is all there is of ours, and boto3 is loaded with the first call only."""
    folder = bundle(CODE, DISTRIBUTIONS).resolve()
    program = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import handler; "
        "print(handler.Progress.read(sys.stdin.read(), now=7).since)"
    )
    event = {"detail": {"eventName": "RotationSucceeded", "additionalEventData": {"SecretId": "arn"}}}
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        input=json.dumps(event),
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "7"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"secrets": []}, r"secrets: given \[\]; allowed: one or more"),
        ({"services": []}, r"services: given \[\]; allowed: one or more"),
        ({"patience_minutes": 4}, "patience_minutes: given 4; allowed: 5 to 360"),
    ],
)
def test_a_rollout_of_nothing_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        rollout(bench, **changes)
