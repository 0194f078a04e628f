"""Releases of a service that shift traffic, on the rehearsal's AWS: each behaviour of `traffic_shift.yaml`."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from governed_cdk.rehearsal.emulator import running
from tests.integration.shifting_stack import ALARM, CLUSTER, SERVICE
from tests.integration.shop import FAILED, NEVER, SOON, STACK, SUCCEEDED, Shop
from tests.integration.support import ACCOUNT, HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = {"hookStatus": "IN_PROGRESS", "callBackDelay": 5}


@pytest.fixture(scope="module")
def released() -> Iterator[Shop]:
    """Deployed once; each test leaves it with nothing going on."""
    with (
        tempfile.TemporaryDirectory() as name,
        running(Path(name), account=ACCOUNT, region=HOME, types={}) as emulator,
    ):
        emulator.minute(SOON)
        shop = Shop(emulator)
        shop.hook(SUCCEEDED)
        assert shop.release() == "CREATE_COMPLETE"
        yield shop


@pytest.fixture
def shop(released: Shop) -> Iterator[Shop]:
    released.hook(SUCCEEDED)
    yield released
    released.emulator.minute(SOON)
    released.alarm("OK")
    assert not released.end().endswith("FAILED")


def other(weights: dict[str, float]) -> str:
    return "Green" if "Blue" in weights else "Blue"


def test_a_release_moves_over_by_shares_while_the_old_tasks_stay(shop: Shop) -> None:
    before = shop.weights()
    (old,), new = before, other(before)
    assert shop.targets() == {old: 2}
    shop.emulator.minute(NEVER)
    shop.begin()
    shop.until(lambda: shop.weights() == {old: 0.9, new: 0.1})
    assert shop.weights("Trial") == {new: 1.0}
    assert shop.targets() == {old: 2, new: 2}
    deployment = shop.deployments()[0]
    assert (deployment["status"], deployment["lifecycleStage"]) == ("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT")
    assert deployment["targetServiceRevision"]["requestedProductionTrafficWeight"] == 10
    with pytest.raises(ClientError, match="IN_PROGRESS state and cannot be updated"):
        shop.begin()
    shop.emulator.minute(SOON)
    assert shop.end() == "UPDATE_COMPLETE"
    assert (shop.weights(), shop.targets()) == ({new: 1.0}, {new: 2})
    assert shop.deployments()[0]["status"] == "SUCCESSFUL"


def test_a_hook_is_called_again_while_it_answers_in_progress(shop: Shop) -> None:
    shop.hook(AGAIN, AGAIN, SUCCEEDED)
    assert shop.release() == "UPDATE_COMPLETE"
    assert shop.asked() == ["POST_TEST_TRAFFIC_SHIFT"] * 3


@pytest.mark.parametrize("answer", [FAILED, {}, "raise"], ids=str)
def test_a_hook_that_does_not_succeed_undoes_the_release(shop: Shop, answer: Any) -> None:
    before = (shop.weights(), shop.targets())
    shop.hook(answer)
    assert shop.release() == "UPDATE_ROLLBACK_COMPLETE"
    assert (shop.weights(), shop.targets()) == before
    deployment = shop.deployments()[0]
    assert (deployment["status"], deployment["lifecycleStage"]) == ("ROLLBACK_SUCCESSFUL", "POST_TEST_TRAFFIC_SHIFT")
    assert "test-app-hook at POST_TEST_TRAFFIC_SHIFT answered" in deployment["statusReason"]


def test_an_alarm_in_the_middle_brings_all_traffic_back(shop: Shop) -> None:
    before = (shop.weights(), shop.targets())
    shop.emulator.minute(NEVER)
    shop.begin()
    shop.until(lambda: 0.1 in shop.weights().values())
    shop.alarm("ALARM")
    assert shop.end() == "UPDATE_ROLLBACK_COMPLETE"
    assert (shop.weights(), shop.targets()) == before
    assert shop.deployments()[0]["alarms"]["triggeredAlarmNames"] == [ALARM]


def test_an_alarm_that_was_there_before_is_not_looked_at(shop: Shop) -> None:
    shop.alarm("ALARM")
    assert shop.release() == "UPDATE_COMPLETE"


def test_a_role_that_may_not_shift_stops_the_release(shop: Shop) -> None:
    iam, role, before = shop.client("iam"), shop.id_of("Shifter"), shop.weights()
    policy = iam.get_role_policy(RoleName=role, PolicyName="may")["PolicyDocument"]
    iam.put_role_policy(RoleName=role, PolicyName="may", PolicyDocument=json.dumps(policy).replace("ModifyRule", "X"))
    assert shop.release() == "UPDATE_ROLLBACK_COMPLETE"
    assert "may not elasticloadbalancing:ModifyRule" in shop.deployments()[0]["statusReason"]
    assert shop.weights() == before
    iam.put_role_policy(RoleName=role, PolicyName="may", PolicyDocument=json.dumps(policy))


def test_a_release_that_overtakes_another_begins_where_all_traffic_is_with_the_old_tasks(shop: Shop) -> None:
    before = shop.weights()
    shop.emulator.minute(NEVER)
    shop.force()
    shop.until(lambda: 0.1 in shop.weights().values())
    shop.emulator.minute(1.0)
    shop.force()
    second, first = shop.deployments()[:2]
    assert first["status"] == "STOPPED"
    (old,) = second["sourceServiceRevisions"]
    assert old["arn"] == first["sourceServiceRevisions"][0]["arn"]
    assert old["requestedProductionTrafficWeight"] == 100
    shop.emulator.minute(SOON)
    shop.until(lambda: shop.deployments()[0]["status"] == "SUCCESSFUL")
    assert shop.weights() == {other(before): 1.0}
    assert shop.targets() == {other(before): 2}


def test_a_change_of_the_rule_alone_takes_production_traffic_away(shop: Shop) -> None:
    while shop.weights() != {"Green": 1.0}:
        assert shop.release() == "UPDATE_COMPLETE"
    assert shop.release(image=shop.image, priority=2) == "UPDATE_COMPLETE"
    assert (shop.weights(), shop.targets()) == ({"Blue": 1.0}, {"Green": 2}), "nobody answers"
    assert shop.release(priority=2) == "UPDATE_COMPLETE"
    assert (shop.weights(), shop.targets()) == ({"Blue": 1.0}, {"Blue": 2})
    assert shop.release(image=shop.image, priority=1) == "UPDATE_COMPLETE"
    assert (shop.weights(), shop.targets()) == ({"Blue": 1.0}, {"Blue": 2}), "the template's weights"


def test_a_first_release_that_fails_has_nothing_to_go_back_to(released: Shop) -> None:
    stacks = released.client("cloudformation")
    stacks.delete_stack(StackName=STACK)
    released.there = False
    released.until(lambda: STACK not in [one["StackName"] for one in stacks.describe_stacks()["Stacks"]])
    released.hook(FAILED)
    released.begin()
    assert released.end() == "ROLLBACK_COMPLETE"
    told = stacks.describe_stack_events(StackName=STACK)["StackEvents"]
    (said,) = (one["ResourceStatusReason"] for one in told if one["ResourceStatus"] == "CREATE_FAILED")
    assert "ROLLBACK_FAILED" in said
    assert SERVICE not in str(released.client("ecs").list_services(cluster=CLUSTER)["serviceArns"])
