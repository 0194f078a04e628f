from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.accept import accept
from governed_cdk.commands.relock import relock
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.locked_project import LOCK, TABLE, asked, data, project, run, written


@pytest.fixture(autouse=True)
def _locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project(prod={"Data": data(BucketName="prod-data"), "Orders": data(TABLE)}, qa={"Data": data()})
    run(accept)
    Path("asked.jsonl").unlink()


def test_a_lost_resource_is_lifted_and_what_is_new_enters() -> None:
    project(prod={"Orders": data(TABLE), "New": data()}, qa={"Data": data()})
    done = run(relock, "prod-app/Data")
    assert done.code == 0
    assert done.output.splitlines()[:2] == ["- prod-app Data AWS::S3::Bucket", "+ prod-app New AWS::S3::Bucket"]
    assert written()["prod"] == {"prod-app": ["New", "Orders"]}
    assert run(accept).code == 0


def test_a_replaced_resource_is_locked_as_it_is_now() -> None:
    project(prod={"Data": data(BucketName="prod-new"), "Orders": data(TABLE)}, qa={"Data": data()})
    assert run(accept).code == 3
    assert run(relock, "prod-app/Data").output.splitlines()[0] == "~ prod-app Data AWS::S3::Bucket"
    assert '"BucketName": "prod-new"' in LOCK.read_text()
    assert run(accept).code == 0


def test_only_what_is_named_is_lifted_and_the_rest_is_named() -> None:
    project(prod={"New": data()}, qa={"Data": data()})
    done = run(relock, "prod-app/Orders")
    assert done.code == 0
    assert written()["prod"] == {"prod-app": ["Data"]}
    assert "still locked, and lost: prod-app/Data; nothing new was locked" in done.errors
    assert run(accept).code == 3


@pytest.mark.parametrize(
    "only",
    [
        ("prod-app/Orders", "prod-app/Data"),
        ("prod-app/Orders prod-app/Data",),
        ("prod-app/Orders,prod-app/Data",),
    ],
)
def test_several_are_lifted_at_once(only: tuple[str, ...]) -> None:
    project(prod={}, qa={"Data": data()})
    assert run(relock, *only).code == 0
    assert written() == {"qa": {"qa-app": ["Data"]}}


def test_only_the_environment_that_is_meant_is_synthesised() -> None:
    project(prod={"Data": data(BucketName="prod-data")}, qa={"Data": data()})
    run(relock, "prod-app/Orders")
    assert [context["env"] for context in asked()] == ["prod"]


def test_what_an_environment_without_a_file_had_is_lifted_without_a_synth() -> None:
    project(prod={})
    assert run(relock, "qa-app/Data").code == 0
    assert list(written()) == ["prod"]
    assert not Path("asked.jsonl").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("prod-app/Order", "prod-app/Order: not in stateful.lock.json; did you mean prod-app/Orders?"),
        ("prd-app/Data", "prd-app/Data: not in stateful.lock.json; did you mean prod-app/Data?"),
        ("Data", "Data: not in stateful.lock.json; did you mean qa-app/Data?"),
        ("x", "x: not in stateful.lock.json, which holds 3 resources, each as STACK/LOGICAL_ID"),
        ("prod-app/Orders", "prod-app/Orders: as the lock has it; there is nothing to lift"),
        (" ", "only: given ' '; allowed: STACK/LOGICAL_ID, such as prod-rds/DatabaseF44359DD"),
    ],
)
def test_a_wrong_one_is_refused_and_nothing_is_written(given: str, said: str) -> None:
    before = LOCK.read_text()
    with pytest.raises(ConfigurationError) as error:
        run(relock, given)
    assert error.value.mistakes == (said,)
    assert LOCK.read_text() == before


def test_with_one_wrong_among_several_nothing_is_lifted() -> None:
    project(prod={"Data": data(BucketName="prod-data")}, qa={"Data": data()})
    before = LOCK.read_text()
    with pytest.raises(ConfigurationError, match="prod-app/Data: as the lock has it"):
        run(relock, "prod-app/Orders", "prod-app/Data")
    assert LOCK.read_text() == before


def test_none_is_refused() -> None:
    assert run(relock).code == 2


def test_a_stack_of_several_environments_asks_for_one() -> None:
    LOCK.write_text(LOCK.read_text().replace("qa-app", "prod-app"))
    with pytest.raises(ConfigurationError, match="prod-app/Data: locked in prod, qa; say in which: --env prod"):
        run(relock, "prod-app/Data")
    with pytest.raises(ConfigurationError, match="prod-app/Data: as the lock has it"):
        run(relock, "prod-app/Data", "--env", "prod")


def test_an_assembly_can_stand_in_for_the_synth() -> None:
    tags = {"Tags": [{"Key": "Environment", "Value": "prod"}]}
    write(Path("cdk.out"), {"prod-app": Stack(resources={"Orders": {"Type": TABLE, "Properties": tags}})})
    assert run(relock, "prod-app/Data", "--assembly", "cdk.out").code == 0
    assert written()["prod"] == {"prod-app": ["Orders"]}
    assert not Path("asked.jsonl").exists()


def test_a_replacement_that_is_meant_says_why_by_whom_and_until_when() -> None:
    project(prod={"Data": data(BucketName="prod-new"), "Orders": data(TABLE)}, qa={"Data": data()})
    soon = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()  # noqa: DTZ011 - as the command goes by it
    said = {"reason": "the bucket moves to its final name", "owner": "platform-team", "until": soon}
    options = [text for name, value in said.items() for text in (f"--{name}", value)]
    assert run(relock, "prod-app/Data", *options).code == 0
    assert json.dumps(said) in LOCK.read_text()
    assert run(accept).code == 0
    assert json.dumps(said) in LOCK.read_text()


@pytest.mark.parametrize(
    "said",
    [
        {"reason": "the bucket moves to its final name"},
        {"owner": "platform-team", "until": "2026-12-31"},
        {"reason": "the bucket moves to its final name", "owner": "platform-team", "until": "2999-12-31"},
    ],
)
def test_a_replacement_that_says_less_is_refused(said: dict[str, str]) -> None:
    project(prod={"Data": data(BucketName="prod-new"), "Orders": data(TABLE)}, qa={"Data": data()})
    with pytest.raises(ConfigurationError, match="--reason, --owner, --until: "):
        run(relock, "prod-app/Data", *(text for name, value in said.items() for text in (f"--{name}", value)))
