"""The experiments of `governed-cdk prove`, made on the emulator: they run, and nothing of them is left."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.facts.proved import FILE
from governed_cdk.proving.experiments import EXPERIMENTS
from governed_cdk.proving.kinds import KINDS
from governed_cdk.proving.room import PREFIX, Patience, open_room
from governed_cdk.proving.running import Outcome, clean_up, run
from governed_cdk.rehearsal.emulator import running
from tests.integration.support import ACCOUNT, HOME
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.proving.room import Room
    from governed_cdk.rehearsal.emulator import Emulator

PATIENCE = Patience(absent=1.5, made=20, removed=3, between=0.1)
TYPES: dict[str, list[str]] = {
    "AWS::DynamoDB::Table": [],
    "AWS::CloudFormation::WaitConditionHandle": [],
    "AWS::CloudFormation::WaitCondition": [],
}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with (
        tempfile.TemporaryDirectory() as name,
        running(Path(name), account=ACCOUNT, region=HOME, types=TYPES) as started,
    ):
        started.minute(0.25)
        yield started


@pytest.fixture
def room(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Room:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, emulator.variables[name])
    return open_room(ACCOUNT, region=None, endpoint_url=emulator.endpoint, patience=PATIENCE, tell=lambda _: None)


def there(room: Room) -> list[str]:
    return [f"{kind.name} {name}" for kind in KINDS for name in kind.find(room, PREFIX)]


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.name)
def test_an_experiment_runs_and_leaves_nothing(room: Room, experiment: Any) -> None:
    outcome = Outcome()
    run([experiment], room, outcome)
    assert outcome.failures == []
    assert outcome.left == []
    assert set(outcome.answers[experiment.name]) >= {experiment.control[0], *experiment.stands_on}
    assert there(room) == []


def test_one_that_is_interrupted_leaves_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        assert len(there(room)) == 3
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "accepted", stop)
    with pytest.raises(KeyboardInterrupt):
        run([one for one in EXPERIMENTS if one.name == "trail-role"], room, Outcome())
    assert there(room) == []


@contextlib.contextmanager
def proving(emulator: Emulator, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, on the emulator, with a refusal that it waits for."""
    command = [sys.executable, "-m", "governed_cdk", "prove", "--account", ACCOUNT, "--endpoint-url", emulator.endpoint]
    process = subprocess.Popen(
        [*command, *arguments], cwd=ROOT, env=emulator.variables | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


WAITING = ("--only", "replication-metrics", "--yes", "--patience", "40")


def made(room: Room) -> None:
    """Wait until the experiment has made all that it makes."""
    assert room.until(lambda: len(there(room)) == 3, 30), there(room)


def test_one_that_is_killed_is_taken_away_by_the_next(emulator: Emulator, room: Room) -> None:
    with proving(emulator, *WAITING) as process:
        made(room)
        process.kill()
        process.wait()
    assert len(there(room)) == 3
    with proving(emulator, "--clean") as cleaning:
        said, _ = cleaning.communicate(timeout=60)
    assert cleaning.returncode == 0, said
    assert said.count("taken away: ") == 3
    assert there(room) == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_one_that_is_asked_to_end_takes_away_what_it_made(emulator: Emulator, room: Room, end: signal.Signals) -> None:
    with proving(emulator, *WAITING) as process:
        made(room)
        process.send_signal(end)
        said, _ = process.communicate(timeout=60)
    assert process.returncode not in (0, None), said
    assert there(room) == []


def test_nothing_of_others_is_taken_away(emulator: Emulator, room: Room) -> None:
    keep = emulator.client("iam").create_role(RoleName="kept", AssumeRolePolicyDocument="{}")["Role"]["RoleName"]
    key = emulator.client("kms").create_key()["KeyMetadata"]["KeyId"]
    room.client("s3").create_bucket(
        Bucket=room.name("bucket", "mine"), CreateBucketConfiguration={"LocationConstraint": HOME}
    )
    assert clean_up(room) == ([f"bucket {room.run}-mine"], [])
    assert emulator.client("iam").get_role(RoleName=keep)
    assert emulator.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_what_the_emulator_answers_is_never_a_fact(emulator: Emulator) -> None:
    before = FILE.read_text(encoding="utf-8")
    with proving(emulator, "--only", "replication-metrics", "--yes", "--write") as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith("error: --write: it is not AWS")
    assert FILE.read_text(encoding="utf-8") == before
