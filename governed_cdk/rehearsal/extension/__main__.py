"""The emulator's process: ministack with the extension, until its standard input ends.

Started by `governed_cdk.rehearsal.emulator` with a folder that holds `types.json`: the types that the templates use
and, for each, the attributes that they ask for; and `account.json`: what else the account holds. It answers with
`coverage.json` there before it listens.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

from ministack.app import main

from constructs_lib.kernel.modules import modules_below
from governed_cdk.rehearsal import extension
from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.extension import (
    cloudformation,
    cloudwatch,
    deliveries,
    dependents,
    drift,
    dynamodb,
    ecs,
    ecs_calls,
    elb,
    eventbridge,
    existence,
    guardduty,
    iam,
    key_calls,
    lifecycle,
    lost_regions,
    managed_policies,
    principals,
    rds,
    replication,
    route53,
    s3,
    secretsmanager,
    service_calls,
    sns,
    ssm,
    stack_policy,
    transport,
    unknown,
)
from governed_cdk.rehearsal.extension.ecs_shifting import Shifting
from governed_cdk.rehearsal.extension.execution import Execution
from governed_cdk.rehearsal.extension.faults import Faults
from governed_cdk.rehearsal.extension.handler import Handler, extend, install, run_ours_on_threads, table
from governed_cdk.rehearsal.extension.refusals import AccountGuard, Deletion

COMPLETED = {
    "AWS::DynamoDB::Table": dynamodb.complete_table,
    "AWS::IAM::Role": iam.bound_role,
    "AWS::RDS::DBInstance": rds.complete_database,
    "AWS::S3::Bucket": s3.complete_bucket,
    "AWS::SNS::Topic": sns.complete_topic,
}
"""What the emulator's own handlers leave out, by type."""


def extend_emulator(folder: Path) -> None:
    """Teach the emulator all that we know, and write down how far it goes with each type of the templates."""
    handlers: list[Handler] = [one for module in modules_below(extension) for one in getattr(module, "HANDLERS", ())]
    install(handlers)
    used: dict[str, list[str]] = json.loads((folder / "types.json").read_text(encoding="utf-8"))
    known = set(table())
    strangers = [unknown.handler(type_, attributes) for type_, attributes in used.items() if type_ not in known]
    install(strangers)
    for type_, complete in COMPLETED.items():
        extend(type_, complete)
    extend("AWS::S3::Bucket", replication.complete_replication)
    transport.trust_the_loopback()
    principals.are_roles()
    key_calls.judge()
    service_calls.answer_questions()
    lost_regions.refuse(folder)
    deliveries.judge()
    managed_policies.know_documents()
    _know_more(folder)
    cloudformation.answer_questions()
    stack_policy.obey()
    run_ours_on_threads()
    existence.demand()
    _guard(folder)
    special = {handler.type: handler.coverage for handler in (*handlers, *strangers)}
    coverage = {type_: special.get(type_, Coverage.REAL) for type_ in used}
    (folder / "coverage.json").write_text(json.dumps(coverage), encoding="utf-8")


def _shift(folder: Path) -> None:
    """Let services shift traffic, and CloudFormation wait for it."""
    shifting = Shifting(folder)
    shifting.shift()
    extend("AWS::ECS::Service", shifting.settle)


def _know_more(folder: Path) -> None:
    """What the emulator answers otherwise."""
    cloudwatch.keep_metric_math_alarms()
    secretsmanager.refer_by_arn()
    secretsmanager.rotate_for_real()
    elb.know_weights()
    ecs_calls.judge()
    ecs.end_tasks_of_no_service()
    _shift(folder)
    eventbridge.take_events_of_services()
    ssm.keep_tickets()
    s3.keep_versions_of_copies()
    replication.copy_as_aws_does(folder)


def _let_drift_be_seen() -> None:
    """Let what somebody changes by hand be changed, and read again."""
    drift.see_more()
    guardduty.answer_of_detectors()
    route53.spell_booleans()
    secretsmanager.cancel_rotations()


def _guard(folder: Path) -> None:
    """Let what CloudFormation does be refused; what waits for dependents comes last, to see what was."""
    execution = Execution()
    execution.hear()
    lifecycle.guard(Faults(folder / "faults"), execution, Deletion(), AccountGuard(folder))
    dependents.wait_for_dependents()


def _end_with_parent() -> None:
    """End this process and its children when whoever started it is gone, even by SIGKILL: the pipe then closes."""
    os.read(sys.stdin.fileno(), 1)  # nothing is ever written: it returns at the end
    os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    extend_emulator(Path(sys.argv.pop()))
    _let_drift_be_seen()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main()
