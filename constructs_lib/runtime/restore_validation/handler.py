"""Lambda entry `handler.handler`: writes the marker, looks at restored copies, and tells how old the last success is.

Two functions run it, so that neither has the other's rights: `{"do": "write-marker"}` is for the one that reaches the
database, `{"do": "report-age"}` and EventBridge's "Restore Job State Change" for the one that reaches copies only.

Environment variables:
    MASTER_SECRET_ARN: of the database that the marker is written to.
    PLANS: JSON object, the ARN of each restore testing plan by what it tests, such as `database`.
    DATABASE_CA_FILE: PEM file of the authorities that may sign a database's certificate; default the bundled RDS ones.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

IAM of the roles: the marker's, secretsmanager:GetSecretValue on the secret and kms:Decrypt on its key; the other's,
backup:DescribeRestoreJob, ListRestoreJobs, GetRestoreTestingPlan and PutRestoreValidationResult,
elasticfilesystem:DescribeFileSystems, and rds:DescribeDBInstances and ModifyDBInstance on names of copies.
"""

from __future__ import annotations

import datetime
import functools
import json
import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from constructs_lib.runtime.rotation.mysql_rotation.credentials import Credentials
from constructs_lib.runtime.rotation.mysql_rotation.database import connect
from constructs_lib.runtime.rotation.mysql_rotation.errors import LoginRefusedError
from constructs_lib.runtime.rotation.mysql_rotation.settings import BUNDLED_CA_FILE

if TYPE_CHECKING or __package__:
    from .restore_checks import marker
    from .restore_checks.copies import DatabaseCopies, file_system_findings
    from .restore_checks.validation import Check, days_since_success, validate
else:  # in Lambda this file is a top-level module, and its package lies beside it
    from restore_checks import marker
    from restore_checks.copies import DatabaseCopies, file_system_findings
    from restore_checks.validation import Check, days_since_success, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="restore-validation")

_SPARE_SECONDS = 60
_PASSWORD_BYTES = 24  # 32 characters of URL-safe text; RDS for MySQL takes at most 41


@functools.cache
def _client(service: str) -> Any:
    # Comes with the Lambda runtime; the logic is used and tested without it.
    import boto3  # noqa: PLC0415 - see above

    return boto3.client(service)


@logger.inject_lambda_context(log_event=False, clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Do what the event asks for.

    Raises what went wrong: Lambda calls again where EventBridge or a schedule did, and the alarm on errors rings.
    """
    if event.get("do") == "write-marker":
        _write_marker()
    elif event.get("do") == "report-age":
        _report_age()
    else:
        until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _SPARE_SECONDS
        checks: dict[str, Check] = {"RDS": functools.partial(_database, until=until), "EFS": _file_system}
        logger.info(validate(_client("backup"), event["detail"]["restoreJobId"], checks))


def _write_marker() -> None:
    text = _client("secretsmanager").get_secret_value(SecretId=os.environ["MASTER_SECRET_ARN"])["SecretString"]
    with connect(Credentials.parse(text, what="AWSCURRENT"), ca_file=_ca_file()) as session:
        row = marker.write(session, day=_now().date(), token=secrets.token_hex(32))
    logger.info("marker written", extra={"number": row.number})


def _report_age() -> None:
    for name, plan in json.loads(os.environ["PLANS"]).items():
        days = days_since_success(_client("backup"), plan, now=_now())
        logger.info("restore test", extra={"restore_test": name, "restore_test_age_days": round(days, 2)})


def _database(job: Mapping[str, Any], *, until: float) -> list[str]:
    copies = DatabaseCopies(_client("rds"), until)
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    found = copies.take_over(job["CreatedResourceArn"], password)
    login = Credentials(
        engine=found["Engine"],
        host=found["Endpoint"]["Address"],
        port=found["Endpoint"]["Port"],
        username=found["MasterUsername"],
        password=password,
        dbname=None,
        masterarn=None,
        raw={},
    )

    def look() -> list[str]:
        with connect(login, ca_file=_ca_file()) as session:
            return marker.findings(session, made=job["RecoveryPointCreationDate"].date())

    said: list[str] = copies.retry(look, LoginRefusedError)
    return said


def _file_system(job: Mapping[str, Any]) -> list[str]:
    return file_system_findings(_client("efs"), job["CreatedResourceArn"], backup_bytes=job["BackupSizeInBytes"])


def _ca_file() -> Path:
    return Path(os.environ.get("DATABASE_CA_FILE", BUNDLED_CA_FILE))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
