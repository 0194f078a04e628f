"""What the library accepts of itself: each line of it accepts something where it is used, and says what is true there.

A team that uses a construct is never told that such an acceptance is stale: it could do nothing about it. We are, here.
"""

from __future__ import annotations

import ast
import contextlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_kinesis as kinesis

from aspects.judge.judgement import judge
from aspects.judge.template import load
from constructs_lib import (
    Canary,
    Container,
    DatabaseSettings,
    GovernedBucket,
    GovernedContainerService,
    GovernedImagePushRole,
    GovernedLoadBalancer,
    GovernedRepository,
    GovernedRuntimeReader,
    GovernedSecret,
    GovernedSecretRollout,
    GovernedTask,
    PlatformStack,
    Scaling,
    Schedule,
    Severity,
    SmokeTest,
    StackSettings,
)
from constructs_lib import contract as contract_of
from constructs_lib.kernel.accepted import check_reason
from constructs_lib.platform import GovernedApiGatewayLogs, GovernedSlackChannel
from governed_cdk.ledger import ledger_of
from tests.constructs_lib.data_service import DataService
from tests.support import ROOT, Templates, environment, refusal, synthesize, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from constructs import Construct

    from aspects.judge.acceptances import Acceptance
    from aspects.judge.ledger import Ledger
    from constructs_lib import Environment

pytestmark = pytest.mark.slow


class Web(PlatformStack[StackSettings]):
    """What the platform itself does not use, or not in prod."""

    slug = "web"
    reads = (
        *contract_of.WEB_SERVICE, *contract_of.ALARM_TOPICS, contract_of.NETWORK_VPC_CIDR,
        contract_of.NETWORK_PUBLIC_SUBNET_IDS,
        contract_of.KMS_S3_DATA_KEY_ARN, contract_of.KMS_MESSAGING_KEY_ARN, contract_of.KMS_SECRETS_KEY_ARN,
        contract_of.SECRETS_ROTATION_FUNCTION_ARN,
    )  # fmt: skip

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        vpc = self.read(contract_of.NETWORK_VPC_ID)
        image = GovernedRepository(self, "Repository").repository
        GovernedImagePushRole(self, "Push", image=image, github_repository="web")
        container = Container(repository=image, image="v1.0.0", port=8080, environment={"COLOUR": "blue"})
        scaling, reason = Scaling(minimum=2), "The vendor looks at a stuck process with us"
        service = GovernedContainerService(
            self, "Service", vpc=vpc, container=container, scaling=scaling, exec_reason=reason
        )
        certificate = self.read(contract_of.ACM_CERTIFICATE_ARN)
        GovernedLoadBalancer(self, "LoadBalancer", vpc=vpc, certificate=certificate, service=service)
        smoke, group = SmokeTest(host="api.example.com"), service.cluster
        shop: dict[str, Any] = {"vpc": vpc, "kind": "shop", "cluster": group, "container": container}
        shifting = GovernedContainerService(self, "Shop", deployment=Canary(smoke_test=smoke), **shop)
        nightly, work = Schedule(schedule="cron(0 3 * * ? *)"), replace(container, port=None)
        task = GovernedTask(self, "Task", vpc=vpc, kind="night", container=work, cluster=group, schedule=nightly)
        shifting.run_first(task)
        front: dict[str, Any] = {
            "networks": {"0.0.0.0/0": "Anybody may call"},
            "public_reason": "Anybody may call from anywhere",
        }
        GovernedLoadBalancer(self, "Front", vpc=vpc, kind="front", certificate=certificate, service=shifting, **front)
        GovernedBucket(self, "Files", kind="files").grant_read_write(service.role)
        login = GovernedSecret(self, "Login", name="login", description="Login of the web service")
        login.rotate(function_arn=self.read(contract_of.SECRETS_ROTATION_FUNCTION_ARN).function_arn, days=30)
        GovernedRuntimeReader(self, "Reads", branches=("features",)).attach(service)
        GovernedSecretRollout(self, "Rollout", secrets=[login], services=[service])
        topics = [self.topic(severity) for severity in Severity]
        channel = {"workspace_id": "T0123456789", "channel_id": "C0123456789"}
        GovernedApiGatewayLogs(self, "RestApis")
        GovernedSlackChannel(self, "Channel", kind="alerts", topics=topics, **channel)
        kinesis.Stream(self, "Stream", encryption_key=self.read(contract_of.KMS_MESSAGING_KEY_ARN))


def ledger_at(folder: Path) -> tuple[Ledger, list[Acceptance]]:
    templates = load([folder])
    verdict = judge(templates)
    return ledger_of(verdict, templates), [one for one in verdict.acceptances if one.by_design]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the platform itself does not use, synthesised in prod and in dev, where less is demanded."""
    folders = {}
    for name in ("prod", "dev"):
        folders[name] = tmp_path_factory.mktemp(name)
        settings = environment(name, stacks={})

        def build(app: cdk.App, settings: Environment = settings) -> None:
            Web(app, settings)
            DataService(app, settings)

        synthesize_with(settings, folders[name], build)
    return folders


@pytest.fixture(scope="module")
def said(prod: Templates, dev: Templates, services: dict[str, Path]) -> list[tuple[Ledger, Acceptance]]:
    """Everything that is by design, in the platform and beside it, each with the ledger that it is of."""
    found = [ledger_at(one) for one in (prod.folder, dev.folder, *services.values())]
    return [(ledger, one) for ledger, all_ in found for one in all_]


@pytest.mark.parametrize("name", ["prod", "dev"])
def test_who_uses_the_constructs_has_nothing_to_mend_or_to_accept(services: dict[str, Path], name: str) -> None:
    report = json.loads((services[name] / "validation-report.json").read_text(encoding="utf-8"))
    found = [
        f"{one['constructPath']}: {violation['ruleName']}: {violation['description']}"
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        for one in violation["violatingConstructs"]
    ]
    assert found == []


def test_nothing_by_design_accepts_nothing(said: list[tuple[Ledger, Acceptance]]) -> None:
    assert {(one.where, one.finding, one.place) for ledger, one in said if ledger.is_stale(one)} == set()


def test_every_line_that_accepts_by_design_is_seen_here(said: list[tuple[Ledger, Acceptance]]) -> None:
    lines = {
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for room in ("constructs_lib", "aspects")
        for path in (ROOT / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "by_design"
    }
    assert {one.where for _, one in said} == lines


def test_the_library_accepts_nothing_as_people_do() -> None:
    names = {
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for room in ("constructs_lib", "aspects", "governed_cdk")
        for path in (ROOT / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "accept"
    }
    assert names == set()


def test_its_reasons_are_reasons(said: list[tuple[Ledger, Acceptance]]) -> None:
    for _, one in said:
        assert refusal(check_reason, one.where, one.reason) is None


@pytest.mark.parametrize("multi_az", [True, False])
@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize("name", ["prod", "stg", "dev"])
def test_what_the_ledger_says_of_a_database_is_true_of_its_environment(
    tmp_path: Path, name: str, *, multi_az: bool, protected: bool
) -> None:
    """A production database in one zone is nothing that the library accepts: its own rule refuses it."""
    database = DatabaseSettings(multi_az=multi_az).model_dump(exclude_unset=True)
    settings = environment(name, deletion_protection=protected, stacks={"rds": {"database": database}})
    with contextlib.suppress(RuntimeError):  # our own rules refuse some of them
        synthesize(settings, tmp_path, only=("rds",))
    accepted = {one.finding.rpartition("-")[2] for one in ledger_at(tmp_path)[1] if "-RDS" in one.finding}
    expected = {"RDS11"} | ({"RDS3"} if name != "prod" and not multi_az else set())
    assert accepted == expected | (set() if protected else {"RDS10"})
