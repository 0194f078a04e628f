"""Two of a construct stand in one stack: whatever they name carries their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import constructs_lib as lib
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from constructs_lib import platform
from constructs_lib.stack.app import mark_governed
from tests.api.baselines import UPGRADING, breaking, last_baseline, of_kind, unsaid
from tests.api.surface import made
from tests.constructs_lib.conftest import HOME
from tests.constructs_lib.equipped import EquippedStack
from tests.constructs_lib.platform.two_of_a_kind import ABROAD
from tests.constructs_lib.two_of_a_kind import TWICE, assemble, stack_of
from tests.support import environment, new_app

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NAMES = ("physical-names-are-unique", "physical-names-follow-the-scheme")
ONCE = {
    "GovernedDatabaseLogin": "a service has one on the shared instance",
    "GovernedApiGatewayLogs": "a region has one setting of it",
    "GovernedRestoreTests": "they are of everything that an environment backs up",
    "GovernedSecretScan": "it looks at everything in the account",
    "GovernedDiagnosisRole": "an environment has one, for all of its stacks",
    "GovernedRuns": "the one Atlantis of the environment starts them",
    "GovernedServiceBoundary": "it bounds every service of the account",
    "GovernedDeliveryTopic": "for the alarms on the delivery of all the others",
    "GovernedTrailAlarms": "of the one trail of the account",
    "GovernedAlarmRelay": "every alarm of its stack finds it as its topic",
    "GovernedAlertForwarding": "the home region has one bus",
    "GovernedDetector": "an account has one a region",
    "GovernedGitHubProvider": "an account has one",
    "GovernedSecretAdmin": "it is about every secret of the environment",
    "GovernedStack": "it is the stack",
    "GovernedTerraformState": "the state has one place",
    "GovernedTransitGateway": "it names nothing but its tag, and is the VPC's only way out",
    "GovernedVpc": "it is the network stack, whose name it bears",
    "GovernedVpcEndpoints": "a VPC has one of each service",
}


GLOBAL = {
    "AWS::Budgets::Budget": ("Budget", "BudgetName"),
    "AWS::CE::AnomalyMonitor": ("MonitorName",),
    "AWS::CE::AnomalySubscription": ("SubscriptionName",),
    "AWS::Chatbot::SlackChannelConfiguration": ("ConfigurationName",),
    "AWS::CloudTrail::Trail": ("TrailName",),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName",),
    "AWS::IAM::Role": ("RoleName",),
    "AWS::S3::Bucket": ("BucketName",),
}
"""Types whose names are one set in the whole account, and where a resource says its own."""


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of each construct."""
    folder = tmp_path_factory.mktemp("two")
    assemble(folder, judged=True)
    return folder


@pytest.fixture(scope="module")
def results(assembly: Path) -> dict[str, list[str]]:
    """What is wrong with the names of each construct."""
    found: dict[str, list[str]] = {stack_of(name): [] for name in TWICE | ABROAD}
    for finding in judge(read_assembly(assembly)).findings:
        if finding.rule.id in NAMES:
            found[finding.resource.template.stack_name].append(finding.breach.found)
    return found


@pytest.mark.parametrize("name", TWICE | ABROAD)
def test_two_of_a_construct_stand_in_one_stack(results: dict[str, list[str]], name: str) -> None:
    assert results[stack_of(name)] == []


def test_what_an_update_would_replace_is_said_in_upgrading(assembly: Path) -> None:
    lost = breaking(of_kind(last_baseline(), "resource"), made(assembly))
    assert unsaid(lost, UPGRADING) == []


def test_every_construct_is_tried_twice_or_there_is_a_reason_not_to() -> None:
    exported = {name for name in (*lib.__all__, *platform.__all__) if name.startswith("Governed")}
    missing, gone = exported - {*TWICE, *ABROAD, *ONCE}, {*TWICE, *ABROAD, *ONCE} - exported
    assert not missing, f"say in TWICE how two are made, or in ONCE why there is one: {', '.join(sorted(missing))}"
    assert not gone, f"no such construct any more: {', '.join(sorted(gone))}"
    assert not {*TWICE, *ABROAD} & {*ONCE}


@pytest.fixture(scope="module")
def global_names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Global names of every type that home and companion stacks of the same services give."""
    settings, folder = environment("prod", stacks={}), tmp_path_factory.mktemp("global")
    app, found = new_app(folder), {type_: list[str]() for type_ in GLOBAL}
    mark_governed(app)
    for name, make in TWICE.items():
        slug = name.removeprefix("Governed").lower()
        for region, suffix in ((HOME, ""), ("ap-northeast-1", "dr")):
            stack = EquippedStack(app, settings, service=slug, suffix=suffix, region=region, data_class=None)
            make(stack, "one")
    for assembled in app.synth().stacks:
        for resource in assembled.template["Resources"].values():
            if (type_ := resource["Type"]) in GLOBAL:
                value = resource["Properties"]
                for key in GLOBAL[type_]:
                    value = value[key]
                found[type_].append(value)
    return found


@pytest.mark.parametrize("type_", GLOBAL)
def test_a_companion_takes_no_global_name_of_its_home_region(global_names: dict[str, list[str]], type_: str) -> None:
    names = global_names[type_]
    away = [name for name in names if name.endswith("-ap-northeast-1")]
    assert len(names) == 2 * len(away) == len(set(names)) > 0
