from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.lock import lock
from tests.governed_cdk.assemblies import Done, Stack, write

FILE = Path("stateful.lock.json")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _synth(environment: str = "prod", **types: str) -> None:
    """An assembly with one stack of an environment, its resources by logical id."""
    tags = [{"Key": "Environment", "Value": environment}]
    resources = {
        name: {
            "Type": type_,
            "Properties": {"Tags": tags},
            "Metadata": {"aws:cdk:path": f"{environment}-app/{name.rstrip('0123456789')}/Resource"},
        }
        for name, type_ in types.items()
    }
    write(Path("cdk.out"), {f"{environment}-app": Stack(resources=resources)})
    Path("cdk.out/cdk.out").write_text("{}")


def _lock(*arguments: str) -> Done:
    app = typer.Typer()
    app.command()(lock)
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, ConfigurationError):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def _written() -> Any:
    return json.loads(FILE.read_text())


def test_the_lock_is_written_and_says_what_changed() -> None:
    _synth(Data1="AWS::S3::Bucket", Topic1="AWS::SNS::Topic")
    done = _lock()
    assert done.code == 0
    assert done.output.splitlines() == [
        "+ prod-app Data1 AWS::S3::Bucket",
        "stateful.lock.json: 1 changes, 1 resources in prod",
    ]
    absent = ["BucketName", "BucketNamePrefix", "BucketNamespace"]
    where = {"path": "prod-app/Data/Resource", "at": "111122223333/ap-northeast-2", "absent": absent}
    assert _written() == {"prod": {"prod-app": {"Data1": {"type": "AWS::S3::Bucket", **where, "createOnly": {}}}}}
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_what_other_environments_have_locked_stays() -> None:
    _synth(Data1="AWS::S3::Bucket")
    _lock()
    prod = _written()["prod"]
    _synth("dev", Data1="AWS::S3::Bucket")
    _lock()
    assert _written()["prod"] == prod
    assert list(_written()) == ["dev", "prod"]


def test_a_second_run_changes_nothing() -> None:
    _synth(Data1="AWS::S3::Bucket")
    _lock()
    before = FILE.stat().st_mtime_ns
    assert _lock().output == "stateful.lock.json: 0 changes, 1 resources in prod\n"
    assert FILE.stat().st_mtime_ns == before


def test_check_is_content_with_a_current_lock_and_writes_nothing() -> None:
    _synth(Data1="AWS::S3::Bucket")
    assert _lock("--check").code == 3
    assert not FILE.exists()
    _lock()
    done = _lock("--check")
    assert (done.code, done.output) == (0, "stateful.lock.json: kept\n")


def test_check_fails_when_something_would_be_lost_and_shows_the_ways_out() -> None:
    _synth(Data1="AWS::S3::Bucket", Orders1="AWS::DynamoDB::Table")
    _lock()
    before = FILE.read_text()
    _synth(Data2="AWS::S3::Bucket", Orders2="AWS::DynamoDB::Table")
    done = _lock("--check")
    assert done.code == 3
    assert done.errors == "stateful.lock.json: 2 locked resources would be lost or replaced\n"
    assert 'override_logical_id("Data1")' in done.output
    together = json.loads(done.output[done.output.index("{\n") :])
    assert together["environments"][0]["resources"] == {
        "prod-app.Data1": "prod-app.Data2",
        "prod-app.Orders1": "prod-app.Orders2",
    }
    assert FILE.read_text() == before


def test_check_fails_when_something_is_not_locked_yet() -> None:
    _synth(Data1="AWS::S3::Bucket")
    _lock()
    _synth(Data1="AWS::S3::Bucket", Orders1="AWS::DynamoDB::Table")
    done = _lock("--check")
    assert done.code == 3
    assert done.output == "+ prod-app Orders1 AWS::DynamoDB::Table\n"
    assert done.errors == "stateful.lock.json: not current; run governed-cdk accept\n"


def test_what_would_be_lost_is_neither_dropped_from_the_lock_nor_does_anything_enter() -> None:
    _synth(Data1="AWS::S3::Bucket", Orders1="AWS::DynamoDB::Table")
    _lock()
    before = FILE.read_text()
    _synth(Data1="AWS::S3::Bucket", New1="AWS::SQS::Queue")
    done = _lock()
    assert done.code == 3
    assert "let it go, on purpose: governed-cdk relock prod-app/Orders1" in done.output
    assert FILE.read_text() == before


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_the_last_stateful_resource_of_an_environment_is_missed_too(check: tuple[str, ...]) -> None:
    _synth(Data1="AWS::S3::Bucket")
    _lock()
    _synth(Topic1="AWS::SNS::Topic")
    assert _lock(*check).code == 3
    assert list(_written()) == ["prod"]


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_an_environment_whose_file_is_gone_is_missed_too(check: tuple[str, ...]) -> None:
    _synth("qa", Data1="AWS::S3::Bucket")
    _lock()
    _synth(Data1="AWS::S3::Bucket")
    _lock()
    Path("environments").mkdir()
    Path("environments/prod.yaml").touch()
    done = _lock(*check)
    assert done.code == 3
    assert "qa-app: Data1" in done.output


def test_check_misses_a_lock_that_cdk_json_names_and_a_new_one_may_begin() -> None:
    _synth(Data1="AWS::S3::Bucket")
    Path("cdk.json").write_text('{"app": "python3 app.py"}')
    assert _lock().output.splitlines()[-1] == (
        "cdk.json: says now that the project has stateful.lock.json (governed-cdk:locks); commit both"
    )
    FILE.unlink()
    with pytest.raises(ConfigurationError, match=r"stateful\.lock\.json: missing"):
        _lock("--check")
    assert _lock().code == 0
    assert list(_written()) == ["prod"]


def test_another_folder_and_file_can_be_named() -> None:
    _synth(Data1="AWS::S3::Bucket")
    Path("cdk.out").rename("out")
    assert _lock("out", "--file", "other.json").code == 0
    assert "Data1" in Path("other.json").read_text()


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_a_folder_without_a_manifest_and_one_without_stacks_are_refused(check: tuple[str, ...]) -> None:
    _synth(Data1="AWS::S3::Bucket")
    _lock()
    write(Path("cdk.out"), {})
    with pytest.raises(ConfigurationError, match=r"cdk\.out: an assembly without stacks"):
        _lock(*check)
    Path("cdk.out/manifest.json").unlink()
    with pytest.raises(ConfigurationError, match="no manifest: an unfinished synth"):
        _lock(*check)


def test_bad_input_is_said_in_one_line() -> None:
    with pytest.raises(ConfigurationError, match="no cloud assembly here"):
        _lock()
    _synth(Data1="AWS::S3::Bucket")
    FILE.write_text("[]")
    with pytest.raises(ConfigurationError, match=r"stateful\.lock\.json"):
        _lock()
