"""FileFlow, the example of a whole service: as short as it says, governed in each environment, and all of it there."""

from __future__ import annotations

import json
import runpy
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.testing import TemplateSnapshots
from tests.bench.comparison import GOVERNED, PLAIN, lines_of
from tests.code_lines import code_lines
from tests.repository import own_files
from tests.support import ENVIRONMENTS, ROOT, TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from governed_cdk.testing import Synth

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "examples/fileflow"
MOST_PYTHON, MOST_YAML = 150, 90
PARTS = {
    "AWS::ECR::Repository": 4,
    "AWS::ECS::Service": 3,  # the API and two workers
    "AWS::ECS::TaskDefinition": 5,  # the scheduled task and the migration
    "AWS::Scheduler::Schedule": 1,
    "AWS::SecretsManager::RotationSchedule": 1,  # of its login on the shared database
    "AWS::ElastiCache::ReplicationGroup": 1,
    "AWS::SQS::Queue": 8,  # two and that of rotations with dead letters, and two of what could not be started
    "AWS::S3::Bucket": 3,  # the uploads, their copy, the access logs of the DR region
    "AWS::Route53::RecordSet": 1,
    "AWS::WAFv2::WebACLAssociation": 1,
}


def app_of(name: str, folder: Path) -> Synth:
    """An environment, by the example's own app, in this process, which has loaded CDK already."""
    import aws_cdk as cdk  # noqa: PLC0415 - the pure tests here start without

    from governed_cdk.testing.synthesis import read_synth  # noqa: PLC0415 - as above

    class App(cdk.App):
        """What `cdk synth` would say by variables, which CDK's process reads at its start."""

        def __init__(self) -> None:
            context = {"env": name, "today": TODAY}
            super().__init__(outdir=str(folder / "cdk.out"), context=context, builtin_cloud_formation_validation=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(shutil.copytree(EXAMPLE, folder / "repository"))  # its functions' code is put together there
        patch.setattr("constructs_lib.start", lambda: None)  # it changes the process, and this one is pytest's
        patch.setattr("aws_cdk.App", App)
        runpy.run_path("app.py")
    return read_synth(name, folder / "cdk.out")


@pytest.fixture(scope="module", params=ENVIRONMENTS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Synth:
    """Each environment, one synth a session."""
    return app_of(request.param, tmp_path_factory.mktemp(request.param))


def test_it_is_a_page_of_python_and_a_page_of_settings() -> None:
    python = [path for path in own_files(".py") if path.is_relative_to(EXAMPLE)]
    settings = [path for path in own_files(".yaml") if path.is_relative_to(EXAMPLE)]
    assert {path.stem for path in settings} == set(ENVIRONMENTS)
    assert sum(code_lines(path.read_text()) for path in python) <= MOST_PYTHON
    assert sum(len(path.read_text().splitlines()) for path in settings) <= MOST_YAML


def test_the_page_that_compares_it_counts_what_is_there() -> None:
    page = (ROOT / "docs/comparison.md").read_text()
    for name, folder in (("by the library, dev, stg and prod", GOVERNED), ("plain CDK, prod alone", PLAIN)):
        python, settings = lines_of(folder)
        assert f"| {name} | {python} | {settings} |" in page, "python -m tests.bench.comparison"


def test_it_has_of_the_platform_what_the_platform_says_of_itself() -> None:
    said: dict[str, Any] = json.loads((EXAMPLE / "platform.json").read_text())["environments"]
    assert set(said) == set(ENVIRONMENTS)
    for name, facts in said.items():
        data = read_yaml(ROOT / f"environments/{name}.yaml")
        assert facts == {key: data[key] for key in facts}


@pytest.mark.parametrize("made", ["prod"], indirect=True)
def test_the_templates_are_as_they_were_reviewed(made: Synth, snapshot: SnapshotAssertion) -> None:
    for name, template in made.templates.items():
        assert template == snapshot(name=name, extension_class=TemplateSnapshots)


def test_nothing_is_found_and_nothing_is_accepted(made: Synth) -> None:
    assert "accept(" not in (EXAMPLE / "app.py").read_text()
    # What holds data is locked by the team that deploys it, in a file that only its deployments give a meaning.
    assert {one.rule for one in made.findings} <= {"governed-cdk::stateful-resources-are-locked"}


def test_all_of_it_is_there(made: Synth) -> None:
    resources = [one for template in made.templates.values() for one in template["Resources"].values()]
    types = Counter(one["Type"] for one in resources)
    assert {type_: types[type_] for type_ in PARTS} == PARTS
    alarms = [one["Properties"] for one in resources if one["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(alarms) > 60
    assert all(one["AlarmActions"] for one in alarms if one["ActionsEnabled"])


def test_a_release_proves_itself_before_all_requests_reach_it(made: Synth) -> None:
    services = made.resources("AWS::ECS::Service").values()
    (api,) = (one["DeploymentConfiguration"] for one in services if "LoadBalancers" in one)
    assert api["Strategy"] == "CANARY"
    assert api["CanaryConfiguration"]["CanaryPercent"] == 10
    assert api["Alarms"]["Rollback"] is True
    stages = [stage for hook in api["LifecycleHooks"] for stage in hook["LifecycleStages"]]
    assert sorted(stages) == ["POST_TEST_TRAFFIC_SHIFT", "PRE_SCALE_UP"]


def test_uploads_are_copied_to_the_dr_region_and_end(made: Synth) -> None:
    (uploads,) = (one for one in made.resources("AWS::S3::Bucket").values() if "ReplicationConfiguration" in one)
    (rule,) = uploads["ReplicationConfiguration"]["Rules"]
    assert rule["Status"] == "Enabled"
    assert "EncryptionConfiguration" in rule["Destination"]
    assert {"Id": "unclaimed", "Prefix": "incoming/", "ExpirationInDays": 30, "Status": "Enabled"} in (
        uploads["LifecycleConfiguration"]["Rules"]
    )


def test_who_runs_reaches_the_database_and_the_cache_and_nobody_else(made: Synth) -> None:
    into = Counter(
        (one["FromPort"], str(one["SourceSecurityGroupId"]))
        for one in made.resources("AWS::EC2::SecurityGroupIngress").values()
    )
    assert set(into.values()) == {1}
    assert Counter(port for port, _ in into)[6379] == 5
    assert Counter(port for port, _ in into)[3306] == 5
