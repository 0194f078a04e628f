"""What a synth says of resources with data that would be lost or replaced, and of those that nobody has locked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_efs as efs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs

from aspects import govern
from aspects.judge.lock import Locked, Replacement, lock_text, locked, read_lock
from aspects.judge.template.assembly import read_assembly
from constructs_lib import GovernedBucket, KeyPurpose, PlatformStack, StackSettings, contract
from constructs_lib.kernel.errors import ConfigurationError
from tests.support import TODAY, environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUEUE = "AWS::SQS::Queue"
KEPT, NOT_REPLACED = "stateful-resources-keep-their-logical-ids", "stateful-resources-are-not-replaced"
NAMED, ENDED = "named-resources-are-not-replaced", "replacements-have-an-end"
OF_THE_LOCK = (KEPT, NOT_REPLACED, NAMED, ENDED, "stateful-resources-are-locked")


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = (*(purpose.output for purpose in KeyPurpose), contract.LOGGING_ACCESS_LOG_BUCKET_NAME)


class Accounts(Orders):
    slug = "accounts"


def orders(app: cdk.App, stack: type[Orders] = Orders, *, bucket: str = "Files", kind: str = "files") -> None:
    GovernedBucket(stack(app, environment("prod", stacks={})), bucket, kind=kind)


def synth(
    folder: Path, build: Callable[[cdk.App], object], lock: Path | None, mode: str = "enforce", *, today: str = TODAY
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the synth passes, and what is said of the lock."""
    app = new_app(folder, today=today)
    build(app)
    govern(app, environment("prod", stacks={}, governance={"mode": mode}), lock=lock)
    passed = True
    try:
        app.synth()
    except RuntimeError as error:
        passed = "ValidationFailed" not in str(error)
    said = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    found = [one for report in said if report["pluginName"] == "governed-cdk" for one in report["violations"]]
    return passed, [one for one in found if one["ruleName"] in OF_THE_LOCK]


def lock_of(folder: Path, build: Callable[[cdk.App], object]) -> Path:
    """The lock of what is built."""
    synth(folder / "before", build, None)
    path = folder / "stateful.lock.json"
    path.write_text(lock_text(locked(read_assembly(folder / "before"))))
    return path


def written(folder: Path, **stacks: dict[str, Locked]) -> Path:
    path = folder / "stateful.lock.json"
    path.write_text(lock_text({"prod": {name.replace("_", "-"): one for name, one in stacks.items()}}))
    return path


def test_what_is_as_it_was_passes_without_a_word(tmp_path: Path) -> None:
    assert synth(tmp_path / "out", orders, lock_of(tmp_path, orders)) == (True, [])


def test_a_resource_that_would_lose_its_id_fails_and_shows_the_ways_out(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    passed, (violation,) = synth(tmp_path / "out", lambda app: orders(app, bucket="Papers"), lock)
    assert not passed
    assert (violation["ruleName"], violation["severity"]) == (KEPT, "fatal")
    assert 'override_logical_id("Files' in violation["description"]
    assert "cdk refactor" in violation["description"]


def test_the_only_stack_that_is_renamed_fails(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    passed, (violation,) = synth(tmp_path / "out", lambda app: orders(app, Accounts), lock)
    assert not passed
    assert (violation["ruleName"], violation["severity"]) == (KEPT, "fatal")
    assert "prod-orders: Files" in violation["description"]
    assert "prod-accounts" in violation["description"]


def test_a_stack_that_is_no_longer_made_fails_also_beside_one_without_data(tmp_path: Path) -> None:
    def build(app: cdk.App) -> None:
        Accounts(app, environment("prod", stacks={}))

    passed, (violation,) = synth(tmp_path / "out", build, lock_of(tmp_path, orders))
    assert not passed
    assert "would be left behind: its stack is no longer made." in violation["description"]


def test_an_app_without_any_stack_is_refused_where_some_are_locked(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    app = new_app(tmp_path / "out")
    govern(app, environment("prod", stacks={}), lock=lock)
    with pytest.raises(
        RuntimeError, match=r"the app makes no stack, and .*stateful\.lock\.json has 1 resources of prod"
    ):
        app.synth()


def test_a_physical_name_that_changes_fails_and_is_named_with_its_old_and_new_value(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    passed, (violation,) = synth(tmp_path / "out", lambda app: orders(app, kind="papers"), lock)
    assert not passed
    assert (violation["ruleName"], violation["severity"]) == (NOT_REPLACED, "fatal")
    old, new = (f"prod-orders-{kind}-111122223333" for kind in ("files", "papers"))
    assert f"BucketName: {old}, now {new}" in violation["description"]


def test_an_audit_reports_what_is_lost_and_fails_nothing(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    passed, (violation,) = synth(tmp_path / "out", lambda app: orders(app, kind="papers"), lock, "audit")
    assert passed
    assert violation["severity"] == "warning"


def test_what_another_environment_has_locked_is_not_looked_at(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    lock.write_text(lock.read_text().replace('"prod": {', '"dev": {'))
    passed, said = synth(tmp_path / "out", lambda app: orders(app, Accounts), lock)
    assert passed
    assert [one["severity"] for one in said] == ["info"]


def test_an_environment_that_is_locked_and_has_no_file_any_more_is_lost(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, orders)
    lock.write_text(
        lock.read_text()[:-2] + ',"qa": {"qa-app": {"A": {"type": "AWS::S3::Bucket", "path": "qa-app/A"}}}}\n'
    )
    assert synth(tmp_path / "nowhere", orders, lock) == (
        True,
        [],
    )  # no environments/ beside the lock: nothing is known
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments/prod.yaml").touch()
    passed, (violation,) = synth(tmp_path / "out", orders, lock)
    assert not passed
    assert "qa-app: A" in violation["description"]


def test_a_reworded_description_of_what_has_a_name_fails_before_a_deploy_does(tmp_path: Path) -> None:
    def policy(words: str) -> Callable[[cdk.App], object]:
        def build(app: cdk.App) -> None:
            stack = Orders(app, environment("prod", stacks={}))
            reads = iam.PolicyStatement(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])
            name = "prod-orders-readers"
            iam.ManagedPolicy(stack, "Readers", managed_policy_name=name, description=words, statements=[reads])

        return build

    lock = lock_of(tmp_path, policy("Reads"))
    assert not [one for one in synth(tmp_path / "same", policy("Reads"), lock)[1] if one["ruleName"] == NAMED]
    passed, found = synth(tmp_path / "out", policy("Reads files"), lock)
    assert not passed
    (violation,) = found
    assert (violation["ruleName"], violation["severity"]) == (NAMED, "fatal")
    assert "Description: Reads, now Reads files" in violation["description"]


@pytest.mark.parametrize(("until", "said"), [("2026-11-28", True), ("2026-11-29", False)])
def test_a_replacement_that_was_meant_may_not_outlive_its_last_day(tmp_path: Path, until: str, *, said: bool) -> None:
    lock = lock_of(tmp_path, orders)
    (resources,) = (there for stacks in read_lock(lock).values() for there in stacks.values())
    meant = Replacement("moves to the key of its own class", "platform-team", until)
    written(tmp_path, prod_orders={name: replace(one, replacement=meant) for name, one in resources.items()})
    passed, found = synth(tmp_path / "out", orders, lock, today="2026-11-29")
    assert passed is not said
    assert [one["ruleName"] for one in found] == ([ENDED] if said else [])


@pytest.mark.parametrize(
    ("until", "today", "said"),
    [
        ("2027-06-30", "", "replacement: what people accept has an end, and this synth was not told the day"),
        ("2026-11-28", "", "replacement: what people accept has an end, and this synth was not told the day"),
        ("9999-12-31", "2026-11-29", "replacement: until: given '9999-12-31'; allowed: 2027-11-29 at the latest"),
    ],
)
def test_a_replacement_without_a_day_or_for_more_than_a_year_is_refused(
    tmp_path: Path, until: str, today: str, said: str
) -> None:
    lock = lock_of(tmp_path, orders)
    (resources,) = (there for stacks in read_lock(lock).values() for there in stacks.values())
    meant = Replacement("moves to the key of its own class", "platform-team", until)
    written(tmp_path, prod_orders={name: replace(one, replacement=meant) for name, one in resources.items()})
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        synth(tmp_path / "out", orders, lock, today=today)


def test_what_nobody_has_locked_is_told_and_fails_nothing(tmp_path: Path) -> None:
    passed, (violation,) = synth(tmp_path / "out", orders, tmp_path / "stateful.lock.json")
    assert passed
    assert violation["severity"] == "info"
    assert violation["description"].startswith("1 resources with data or a name are not in stateful.lock.json: ")
    assert violation["description"].endswith("Lock them: governed-cdk accept")


def test_no_lock_on_purpose_says_nothing(tmp_path: Path) -> None:
    assert synth(tmp_path / "out", orders, None) == (True, [])


def test_a_lock_that_cdk_json_names_and_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "cdk.json").write_text('{"context": {"governed-cdk:locks": ["stateful.lock.json"]}}')
    with pytest.raises(ConfigurationError, match=r"stateful\.lock\.json: missing"):
        govern(new_app(tmp_path / "out"), environment("prod", stacks={}), lock=tmp_path / "stateful.lock.json")


def test_two_apps_of_a_folder_each_with_its_lock_do_not_know_each_other(tmp_path: Path) -> None:
    one = lock_of(tmp_path, orders)
    other = one.rename(tmp_path / "orders.lock.json")
    two = lock_of(tmp_path, lambda app: orders(app, Accounts))
    assert synth(tmp_path / "one", orders, other) == (True, [])
    assert synth(tmp_path / "two", lambda app: orders(app, Accounts), two) == (True, [])


def file_system(app: cdk.App) -> None:
    efs.CfnFileSystem(Orders(app, environment("prod", stacks={})), "Data", encrypted=True)


def test_a_key_that_was_filled_in_before_the_resource_was_locked_is_filled_in_ever_after(tmp_path: Path) -> None:
    lock = lock_of(tmp_path, file_system)
    _, said = synth(tmp_path / "out", file_system, lock)
    assert said == []
    before, after = (
        json.loads((tmp_path / out / "prod-orders.template.json").read_text()) for out in ("before", "out")
    )
    assert "KmsKeyId" in after["Resources"]["Data"]["Properties"]
    assert before["Resources"]["Data"] == after["Resources"]["Data"]


def test_a_resource_that_is_locked_without_a_key_gets_none(tmp_path: Path) -> None:
    was = Locked("AWS::EFS::FileSystem", "prod-orders/Data", "111122223333/ap-northeast-2", {"Encrypted": "true"})
    _, said = synth(tmp_path / "out", file_system, written(tmp_path, prod_orders={"Data": was}))
    assert said == []
    template = json.loads((tmp_path / "out/prod-orders.template.json").read_text())
    assert "KmsKeyId" not in template["Resources"]["Data"]["Properties"]


def test_a_stack_of_a_stage_is_found(tmp_path: Path) -> None:
    def build(app: cdk.App, queue: str = "Queue") -> None:
        sqs.CfnQueue(Orders(cdk.Stage(app, "Blue"), environment("prod", stacks={})), queue)

    lock = written(tmp_path, prod_orders={"Queue": Locked(QUEUE, "Blue/prod-orders/Queue")})
    assert synth(tmp_path / "same", build, lock)[1] == []
    _, (violation,) = synth(tmp_path / "out", lambda app: build(app, "Other"), lock)
    assert "prod-orders: Queue" in violation["description"]
