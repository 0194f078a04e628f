from __future__ import annotations

import io
import json
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from moto import mock_aws

from constructs_lib.compute.bundle import bundle
from constructs_lib.platform.monitoring.notifier import CODE, DISTRIBUTIONS
from constructs_lib.runtime.notifier import handler as module
from constructs_lib.runtime.notifier.slack_notifier import messages
from tests.constructs_lib.runtime.notifier import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.constructs_lib.runtime.notifier.slack import Slack

NAME = "/connectly/monitoring/prod/slack-webhook"
CONTEXT: Any = SimpleNamespace(
    function_name="prod-monitoring-notifier",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:ap-northeast-2:111122223333:function:prod-monitoring-notifier",
    aws_request_id="52fdfc07-2182-154f-163f-5f0f9a621d72",
)


@pytest.fixture
def secrets(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Secrets Manager, with the address of the local Slack in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-2")
    monkeypatch.setenv("WEBHOOK_SECRET_ID", NAME)
    monkeypatch.setenv("WEBHOOK_PREFIX", slack.prefix)
    module._secrets.cache_clear()
    with mock_aws():
        client = boto3.client("secretsmanager")
        client.create_secret(Name=NAME, SecretString=slack.address)
        yield client
    module._secrets.cache_clear()


def _event(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": "r",
                "body": body,
                "attributes": {},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-northeast-2:111122223333:prod-monitoring-notifier",
                "awsRegion": "ap-northeast-2",
            }
            for number, body in enumerate(bodies)
        ]
    }


ALARM = samples.enveloped(samples.alarm())


@pytest.mark.usefixtures("secrets")
def test_an_alarm_of_the_queue_arrives_in_slack(slack: Slack) -> None:
    assert module.handler(_event(ALARM), CONTEXT) == {"batchItemFailures": []}
    (posted,) = slack.posted
    assert posted["text"] == "[critical] ALARM: prod-atlantis-tasks"


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize(("old", "posts"), [("INSUFFICIENT_DATA", 0), ("ALARM", 1)])
def test_a_new_alarm_that_is_well_is_passed_over_and_a_recovery_is_told(slack: Slack, old: str, posts: int) -> None:
    message = json.dumps({**json.loads(samples.alarm(state="OK")), "OldStateValue": old})
    assert module.handler(_event(samples.enveloped(message)), CONTEXT) == {"batchItemFailures": []}
    assert len(slack.posted) == posts


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("old", ["OK", "INSUFFICIENT_DATA"])
def test_an_alarm_is_told_whatever_was_before(slack: Slack, old: str) -> None:
    message = json.dumps({**json.loads(samples.alarm()), "OldStateValue": old})
    module.handler(_event(samples.enveloped(message)), CONTEXT)
    assert len(slack.posted) == 1


@pytest.mark.usefixtures("secrets")
def test_a_message_whose_blocks_slack_does_not_take_arrives_as_plain_text(slack: Slack) -> None:
    slack.statuses = [400, 200]
    assert module.handler(_event(ALARM), CONTEXT) == {"batchItemFailures": []}
    assert "attachments" not in slack.posted[1]
    assert "prod-atlantis-tasks" in slack.posted[1]["text"]


@pytest.mark.usefixtures("secrets")
def test_a_message_that_cannot_be_laid_out_arrives_as_plain_text(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "read", lambda *_, **__: 1 / 0)
    assert module.handler(_event(ALARM), CONTEXT) == {"batchItemFailures": []}
    (posted,) = slack.posted
    assert "prod-atlantis-tasks" in posted["text"]


@pytest.mark.usefixtures("secrets")
def test_a_runbook_is_a_button_where_it_is_one_of_ours(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNBOOK_URL", samples.RUNBOOKS)
    module.handler(_event(ALARM), CONTEXT)
    monkeypatch.setenv("RUNBOOK_URL", "https://example.org/elsewhere")
    module.handler(_event(ALARM), CONTEXT)
    ours, theirs = (posted["attachments"][0]["blocks"][-1]["elements"] for posted in slack.posted)
    assert [button["text"]["text"] for button in ours] == ["Runbook", "Alarm"]
    assert [button["text"]["text"] for button in theirs] == ["Alarm"]


@pytest.mark.usefixtures("secrets")
def test_only_the_message_that_slack_did_not_take_comes_back(slack: Slack) -> None:
    slack.statuses = [200, 503, 200]
    answer = module.handler(_event(ALARM, ALARM, ALARM), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert len(slack.posted) == 3


@pytest.mark.usefixtures("secrets")
def test_the_function_fails_when_nothing_was_taken_so_that_its_alarm_sees_it(slack: Slack) -> None:
    slack.statuses = [503]
    with pytest.raises(BatchProcessingError):
        module.handler(_event(ALARM, ALARM), CONTEXT)


def test_a_replaced_address_is_found_as_soon_as_the_old_one_is_refused(slack: Slack, secrets: Any) -> None:
    module.handler(_event(ALARM), CONTEXT)
    secrets.put_secret_value(SecretId=NAME, SecretString=f"{slack.prefix}T0/B0/new")
    slack.statuses = [404, 200]
    assert module.handler(_event(ALARM), CONTEXT) == {"batchItemFailures": []}
    assert slack.paths[-2:] == ["/services/T0/B0/secret", "/services/T0/B0/new"]


def test_a_secret_that_nobody_filled_in_is_said_so_and_nothing_is_posted(slack: Slack, secrets: Any) -> None:
    secrets.put_secret_value(SecretId=NAME, SecretString="xK2random")
    with pytest.raises(BatchProcessingError, match="put the webhook's address in"):
        module.handler(_event(ALARM), CONTEXT)
    assert slack.posted == []


@pytest.mark.usefixtures("secrets")
def test_the_address_is_never_logged(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.StringIO()
    monkeypatch.setattr(module.logger.registered_handler, "stream", output)
    slack.statuses = [200, 404]
    module.handler(_event(ALARM, ALARM), CONTEXT)
    assert '"message":"posted"' in output.getvalue()
    assert "B0/secret" not in output.getvalue()


def test_what_ships_starts_as_lambda_starts_it(tmp_path: Path) -> None:
    """The bundle first on the path, as in /var/task, and this repository not on it at all."""
    folder = str(bundle(CODE, DISTRIBUTIONS).resolve())
    program = (
        "import handler, json; "
        "ours = [m for n, m in sys.modules.items() if n.startswith(('handler', 'slack_', 'aws_lambda_powertools'))]; "
        "print(json.dumps([m.__file__ for m in ours]))"
    )
    found = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {folder!r}); {program}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    files = json.loads(found.stdout)
    assert len(files) > 5
    assert [file for file in files if not file.startswith(folder)] == []
