"""Lambda entry `handler.handler`: one step of the workflow that looks for secrets where they do not belong.

The event is `{"step": ..., "event": ...}` for `look`, and `{"step": ..., "case": ..., "words": ...}` for what follows.
The same code works as two functions, each with rights of its own: one looks and may only read, the other acts.

Environment variables:
    BUCKETS: names of the buckets that are looked at, with commas between.
    REPLICAS: `<bucket>=<region>` of the buckets that hold copies of them, with commas between.
    QUARANTINE_BUCKET: where copies and the journal of the cases are kept.
    KEY_SECRET_ID: the secret that holds the key of the fingerprints.
    ACCEPTED: `<fingerprint>:<last day>` of what is none, with commas between.
    MOST_MIB: how much of an object is read.
    CRITICAL_TOPIC_ARN, WARNING_TOPIC_ARN: where notices go.
    RUNBOOK_URL: the page that says what to do.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

Nothing that is logged, returned or sent holds a secret: kinds, counts and fingerprints stand for it.

IAM of the roles: see `constructs_lib/platform/secrets/scan_rights.py`.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

if TYPE_CHECKING or __package__:
    from .workflow.responding.cases import CLOSED, note
    from .workflow.responding.deactivate import deactivate
    from .workflow.responding.look import look
    from .workflow.responding.notice import failed, notify
    from .workflow.responding.quarantine import quarantine
    from .workflow.responding.settings import Aws, Settings, client, fingerprint_key
else:  # in Lambda this file is a top-level module: it has no package, and workflow lies beside it
    from workflow.responding.cases import CLOSED, note
    from workflow.responding.deactivate import deactivate
    from workflow.responding.look import look
    from workflow.responding.notice import failed, notify
    from workflow.responding.quarantine import quarantine
    from workflow.responding.settings import Aws, Settings, client, fingerprint_key

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="secret-scan")


def step(event: dict[str, Any], *, aws: Aws, settings: Settings, key: str, today: datetime.date) -> dict[str, Any]:
    """Do one step; the answer is what the next one is given."""
    name = event["step"]
    if name == "look":
        return look(event["event"], aws=aws, settings=settings, key=key, today=today)
    case: dict[str, Any] = event["case"]
    if name in ("notify", "failed"):
        return {"notify": notify, "failed": failed}[name](case, event["words"], aws=aws, settings=settings)
    if name == "record":
        note(aws, settings, case, CLOSED)
        return {"id": case["id"], "failed": False}
    return {"quarantine": quarantine, "deactivate": deactivate}[name](case, aws=aws, settings=settings)


@logger.inject_lambda_context(log_event=False, clear_state=True)
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Do one step of the workflow, with the clients and settings of this function."""
    key = fingerprint_key() if event["step"] == "look" else ""
    settings = Settings.from_environment()
    done = step(event, aws=Aws(client), settings=settings, key=key, today=datetime.datetime.now(datetime.UTC).date())
    told = {"looked_at": done.get("looked_at"), "cases": len(done.get("cases", ())), "not_read": done.get("told")}
    logger.info(event["step"], extra=told if event["step"] == "look" else {"case": done.get("id")})
    return done
