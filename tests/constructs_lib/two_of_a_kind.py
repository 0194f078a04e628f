"""How each construct of the library is made, so that two of it stand in one stack."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from constructs import Construct

import constructs_lib as lib
from aspects import govern
from constructs_lib import KeyPurpose, allow, pascal
from constructs_lib.observability.telemetry.alarms import TOPIC
from constructs_lib.observability.telemetry.panels import ecs_dashboard
from constructs_lib.runtime import notifier
from constructs_lib.stack.app import mark_governed
from tests.constructs_lib.conftest import HOME
from tests.constructs_lib.equipped import EquippedStack
from tests.constructs_lib.neighbours import (
    STATEMENT,
    bucket,
    database,
    http_api,
    key,
    load_balancer,
    proxy,
    rest_api,
    rule,
    service,
    state_machine,
    subscription,
    task,
    vpc,
    zone,
)
from tests.constructs_lib.platform import two_of_a_kind as of_the_platform
from tests.support import ROOT, environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[[Construct, str], object]

TWICE: dict[str, Make] = {
    **of_the_platform.TWICE,
    "GovernedAccessLogBucket": lambda s, k: lib.GovernedAccessLogBucket(
        s, "X", kind=k, data_class=lib.DataClass.INTERNAL
    ),
    "GovernedAlarmReception": lambda s, k: lib.GovernedAlarmReception(
        s, "X", region={"one": "us-east-1", "other": "us-west-2"}[k]
    ),
    "GovernedAlarms": lambda s, k: lib.GovernedAlarms(s, "X", specs=TOPIC, subject=k, dimensions={"TopicName": k}),
    "GovernedBackupPlan": lambda s, k: lib.GovernedBackupPlan(
        s,
        "X",
        kind=k,
        resource_arn="arn:aws:rds:ap-northeast-2:111122223333:db:x",
        vault=lib.GovernedBackupVault(s, "Vault", kind=k, key=key(s), retention_days=14).vault,
        hour=1,
        retention_days=1,
    ),
    "GovernedBackupVault": lambda s, k: lib.GovernedBackupVault(s, "X", kind=k, key=key(s), retention_days=14),
    "GovernedBucket": bucket,
    "GovernedCache": lambda s, k: lib.GovernedCache(s, "X", kind=k, vpc=vpc(s)),
    "GovernedCluster": lambda s, k: lib.GovernedCluster(s, "X", kind=k, vpc=vpc(s)),
    "GovernedContainerService": lambda s, k: service(s, k, scaling=lib.Scaling(minimum=2)),
    "GovernedDashboard": lambda s, k: lib.GovernedDashboard(
        s, "X", dashboard=replace(ecs_dashboard(), slug=k), dimensions={"ClusterName": k, "ServiceName": k}
    ),
    "GovernedDatabase": database,
    "GovernedDatabaseMonitoring": lambda s, k: lib.GovernedDatabaseMonitoring(
        s, "X", kind=k, identifier=k, settings=lib.DatabaseSettings()
    ),
    "GovernedDatabaseProxy": proxy,
    "GovernedDeadLetterQueue": lambda s, k: lib.GovernedDeadLetterQueue(s, "X", kind=k),
    "GovernedErrorFilter": lambda s, k: lib.GovernedErrorFilter(
        s, "X", kind=k, log_group=lib.GovernedLogGroup(s, "Group", kind=k)
    ),
    "GovernedEventLog": lambda s, k: lib.GovernedEventLog(
        s, "X", kind=k, log_group=lib.GovernedLogGroup(s, "Group", kind=k), description="x", pattern={"source": ["x"]}
    ),
    "GovernedFileSystem": lambda s, k: lib.GovernedFileSystem(s, "X", kind=k, vpc=vpc(s), path="/data"),
    "GovernedFunction": lambda s, k: lib.GovernedFunction(
        s, "X", kind=k, description="x", code=ROOT / str(notifier.__path__[0])
    ),
    "GovernedHttpApi": http_api,
    "GovernedKey": lambda s, k: lib.GovernedKey(
        s, "X", purpose={"one": KeyPurpose.S3_DATA, "other": KeyPurpose.MESSAGING}[k]
    ),
    "GovernedLoadBalancer": load_balancer,
    "GovernedLogGroup": lambda s, k: lib.GovernedLogGroup(s, "X", kind=k),
    "GovernedParameter": lambda s, k: lib.GovernedParameter(s, "X", branch="global", name=k, value="x"),
    "GovernedPolicy": lambda s, k: lib.GovernedPolicy(
        s, "X", kind=k, description="x", statements=[allow(STATEMENT[0], on=STATEMENT[1])]
    ),
    "GovernedQueue": lambda s, k: lib.GovernedQueue(s, "X", kind=k),
    "GovernedRecord": lambda s, k: lib.GovernedRecord(s, "X", zone=zone(s), name=k, cname="u1.wl.example.net"),
    "GovernedReplicaKey": lambda s, k: lib.GovernedReplicaKey(
        s,
        "X",
        purpose={"one": KeyPurpose.S3_DATA, "other": KeyPurpose.MESSAGING}[k],
        primary_key_arn="arn:aws:kms:ap-northeast-2:111122223333:key/mrk-1",
    ),
    "GovernedRestApi": rest_api,
    "GovernedReplication": lambda s, k: lib.GovernedReplication(
        s,
        "X",
        kind=k,
        source=bucket(s, k),
        destination=f"prod-copy-{k}",
        region="us-west-2",
        key_alias="alias/prod-s3-data",
    ),
    "GovernedImagePushRole": lambda s, k: lib.GovernedImagePushRole(
        s, "X", kind=k, image=lib.GovernedRepository(s, "Image", kind=k), github_repository="app"
    ),
    "GovernedRepository": lambda s, k: lib.GovernedRepository(s, "X", kind=k),
    "GovernedRole": lambda s, k: lib.GovernedRole(
        s, "X", kind=k, assumed_by="ecs-tasks.amazonaws.com", description="x"
    ),
    "GovernedEventRule": rule,
    "GovernedSchedule": lambda s, k: lib.GovernedSchedule(
        s,
        "X",
        kind=k,
        description="x",
        expression="rate(1 day)",
        target=lib.GovernedQueue(s, "Queue", kind=f"{k}-jobs"),
    ),
    "GovernedRuntimeReader": lambda s, k: lib.GovernedRuntimeReader(s, "X", kind=k),
    "GovernedSecret": lambda s, k: lib.GovernedSecret(s, "X", name=k, description="Opens nothing"),
    "GovernedSecretReader": lambda s, k: lib.GovernedSecretReader(s, "X", service=k),
    "GovernedSecretRollout": lambda s, k: lib.GovernedSecretRollout(
        s,
        "X",
        kind=f"{k}-rollout",
        secrets=[lib.GovernedSecret(s, "S", name=k, description="x")],
        services=[service(s, k)],
    ),
    "GovernedSecurityGroup": lambda s, k: lib.GovernedSecurityGroup(
        s, "X", kind=k, vpc=vpc(s), description="Protects nothing"
    ),
    "GovernedStateMachine": state_machine,
    "GovernedSubscription": subscription,
    "GovernedTask": task,
    "GovernedTable": lambda s, k: lib.GovernedTable(s, "X", kind=k, partition_key="id"),
    "GovernedTopic": lambda s, k: lib.GovernedTopic(s, "X", kind=k, display_name=k),
    "GovernedUndelivered": lambda s, k: lib.GovernedUndelivered(s, "X", kind=k),
    "GovernedWebAcl": lambda s, k: lib.GovernedWebAcl(s, "X", kind=k, public_paths=["/"], networks=["10.0.0.0/8"]),
}

KINDS = ("one", "other")


def stack_of(name: str) -> str:
    """The stack that holds two of a construct."""
    return f"prod-{name.removeprefix('Governed').lower()}"


def assemble(folder: Path, *, judged: bool) -> None:
    """Synthesise two of each construct, all in one app, each construct in a stack of its own.

    Judged, there are many findings, which are for the caller to read: nothing here has its neighbours.
    """
    settings = environment("prod", stacks={})
    app = new_app(folder)
    for name, make in (TWICE | of_the_platform.ABROAD).items():
        slug, region = stack_of(name).removeprefix("prod-"), HOME if name in TWICE else "us-east-1"
        stack = EquippedStack(app, settings, service=slug, region=region, data_class=None)
        for kind in KINDS:
            make(Construct(stack, pascal(kind)), kind)
    if judged:
        govern(app, settings, lock=None)
    else:
        mark_governed(app)
    with contextlib.suppress(RuntimeError):
        app.synth()
