"""The two functions on a real server: the marker is written, and a copy of it is taken over and judged."""

from __future__ import annotations

import datetime
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.runtime.restore_validation import handler as module
from constructs_lib.runtime.restore_validation.restore_checks import marker
from constructs_lib.runtime.restore_validation.restore_checks.validation import RestoreTestFailedError
from tests.constructs_lib.runtime.rotation.server import HOST, MASTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.constructs_lib.runtime.rotation.server import Server

CONTEXT: Any = SimpleNamespace(
    function_name="prod-rds-restore-validation",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:ap-northeast-2:111122223333:function:prod-rds-restore-validation",
    aws_request_id="52fdfc07-2182-154f-163f-5f0f9a621d72",
    get_remaining_time_in_millis=lambda: 900_000,
)
RESTORED = {"detail": {"restoreJobId": "job-1"}}
PLAN = "arn:aws:backup:ap-northeast-2:111122223333:restore-testing-plan:prod_rds_database-4f1c"
COPY = "arn:aws:rds:ap-northeast-2:111122223333:db:awsbackup-restore-test-7f2a"


class Aws:
    """Backup, RDS and Secrets Manager around one real server, whose user `copied` is the copy's master."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.told: list[dict[str, str]] = []
        self.made = datetime.datetime.now(datetime.UTC)

    def get_secret_value(self, *, SecretId: str) -> Any:  # noqa: N803 - boto3's word
        assert SecretId == "master-arn"
        login = {"engine": "mariadb", "host": HOST, "port": self.server.port}
        return {"SecretString": json.dumps({**login, "username": MASTER[0], "password": MASTER[1]})}

    def describe_restore_job(self, **_: str) -> Any:
        return {
            "Status": "COMPLETED", "ResourceType": "RDS", "CreatedResourceArn": COPY,
            "RecoveryPointCreationDate": self.made,
        }  # fmt: skip

    def put_restore_validation_result(self, **given: str) -> None:
        self.told.append(given)

    def describe_db_instances(self, **_: str) -> Any:
        endpoint = {"Address": HOST, "Port": self.server.port}
        found = {"DBInstanceStatus": "available", "Engine": "mariadb", "MasterUsername": "copied", "Endpoint": endpoint}
        return {"DBInstances": [found]}

    def modify_db_instance(self, **given: Any) -> None:
        assert len(given["MasterUserPassword"]) <= 41
        self.server.sql("ALTER USER 'copied'@'%%' IDENTIFIED BY %s", given["MasterUserPassword"])

    def get_paginator(self, _operation: str) -> Any:
        return SimpleNamespace(paginate=lambda **_: [{"RestoreJobs": []}])

    def get_restore_testing_plan(self, **_: str) -> Any:
        return {"RestoreTestingPlan": {"CreationTime": self.made - datetime.timedelta(days=2)}}


@pytest.fixture
def aws(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    found = Aws(server)
    monkeypatch.setattr(module, "_client", lambda _service: found)
    monkeypatch.setenv("MASTER_SECRET_ARN", "master-arn")
    monkeypatch.setenv("PLANS", json.dumps({"database": PLAN}))
    monkeypatch.setenv("DATABASE_CA_FILE", str(server.ca_file))
    server.sql("CREATE OR REPLACE USER 'copied'@'%' IDENTIFIED BY 'of the day of the backup'")
    server.sql("GRANT SELECT ON *.* TO 'copied'@'%'")
    yield found
    server.sql("DROP USER 'copied'@'%'")
    server.sql(f"DROP DATABASE IF EXISTS {marker.SCHEMA}")


def test_a_copy_with_todays_marker_passes_and_its_old_password_is_no_more(aws: Aws) -> None:
    module.handler({"do": "write-marker"}, CONTEXT)
    module.handler(RESTORED, CONTEXT)
    assert [told["ValidationStatus"] for told in aws.told] == ["SUCCESSFUL"]
    assert not aws.server.logs_in("copied", "of the day of the backup")


def test_a_copy_without_one_fails_and_the_alarm_rings(aws: Aws) -> None:
    with pytest.raises(RestoreTestFailedError, match="there is no schema governed_restore"):
        module.handler(RESTORED, CONTEXT)
    assert [told["ValidationStatus"] for told in aws.told] == ["FAILED"]


def test_an_old_copy_fails(aws: Aws) -> None:
    module.handler({"do": "write-marker"}, CONTEXT)
    aws.made += datetime.timedelta(days=4)
    with pytest.raises(RestoreTestFailedError, match="the newest row of the marker is of"):
        module.handler(RESTORED, CONTEXT)


@pytest.mark.usefixtures("aws")
def test_the_age_of_the_last_success_stands_in_the_log_as_the_metric_filter_reads_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[dict[str, Any]] = []
    monkeypatch.setattr(module.logger, "info", lambda _message, extra: written.append(extra))
    module.handler({"do": "report-age"}, CONTEXT)
    assert written == [{"restore_test": "database", "restore_test_age_days": 2.0}]
    assert capsys.readouterr().err == ""
