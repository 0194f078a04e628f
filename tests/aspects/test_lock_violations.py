"""What a synth says of resources with data that would be lost or replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs

from aspects import govern
from aspects.judge.lock import Locked
from tests.aspects.locks import KEPT, NAMED, NOT_REPLACED, Accounts, Orders, lock_of, orders, synth, written
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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


def test_a_stack_of_a_stage_is_found(tmp_path: Path) -> None:
    def build(app: cdk.App, queue: str = "Queue") -> None:
        sqs.CfnQueue(Orders(cdk.Stage(app, "Blue"), environment("prod", stacks={})), queue)

    lock = written(tmp_path, prod_orders={"Queue": Locked("AWS::SQS::Queue", "Blue/prod-orders/Queue")})
    assert synth(tmp_path / "same", build, lock)[1] == []
    _, (violation,) = synth(tmp_path / "out", lambda app: build(app, "Other"), lock)
    assert "prod-orders: Queue" in violation["description"]
