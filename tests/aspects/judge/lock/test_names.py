from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.lock import advice, broken, renewed
from aspects.judge.lock.file import lock_text, read_lock
from aspects.judge.lock.names import fixed_name
from tests.aspects.judge.lock.templates import TOPIC, kinds, lost, one, template

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "AWS::EC2::SecurityGroup"
NAMED: dict[str, Any] = {"GroupName": "prod-app-web", "GroupDescription": "Web", "VpcId": "vpc-1"}


def name_of(type_: str, **properties: Any) -> str:
    return fixed_name(one(type_, **properties).resources["Data1"])


@pytest.mark.parametrize(
    ("type_", "properties", "name"),
    [
        (GROUP, NAMED, "prod-app-web"),
        ("AWS::IAM::ManagedPolicy", {"ManagedPolicyName": "prod-app-admin"}, "prod-app-admin"),
        ("AWS::Budgets::Budget", {"Budget": {"BudgetName": "prod-app-monthly"}}, "prod-app-monthly"),
        (TOPIC, {"TopicName": {"Fn::Sub": "a-${AWS::Region}"}}, "a-ap-northeast-2"),
        (GROUP, {"GroupDescription": "Web"}, ""),
        ("AWS::CloudWatch::Alarm", {"AlarmName": "prod-app-high"}, ""),  # nothing but its name is set at creation only
        ("AWS::ECS::TaskDefinition", {"Family": "prod-app"}, ""),
        ("AWS::Athena::NamedQuery", {"Name": "prod-app-root-use"}, ""),
        ("Custom::Thing", {"Name": "prod-app"}, ""),
    ],
)
def test_a_name_stands_in_the_way_where_a_resource_has_one_of_its_own(
    type_: str, properties: dict[str, Any], name: str
) -> None:
    assert name_of(type_, **properties) == name


@pytest.mark.parametrize(
    ("type_", "old", "new", "place"),
    [
        (GROUP, NAMED, {**NAMED, "GroupDescription": "Web servers"}, "GroupDescription"),
        (GROUP, NAMED, {**NAMED, "VpcId": "vpc-2"}, "VpcId"),
        (
            "AWS::IAM::ManagedPolicy",
            {"ManagedPolicyName": "p", "Description": "Reads"},
            {"ManagedPolicyName": "p", "Description": "It reads"},
            "Description",
        ),
        (
            "AWS::Budgets::Budget",
            {"Budget": {"BudgetName": "b"}, "NotificationsWithSubscribers": [{"Notification": {"Threshold": 80}}]},
            {"Budget": {"BudgetName": "b"}, "NotificationsWithSubscribers": [{"Notification": {"Threshold": 90}}]},
            "NotificationsWithSubscribers",
        ),
        ("AWS::IAM::Role", {"RoleName": "r"}, {"RoleName": "r", "Path": "/ci/"}, "Path"),
    ],
)
def test_what_is_set_at_creation_only_may_not_change_while_the_name_stays(
    type_: str, old: dict[str, Any], new: dict[str, Any], place: str
) -> None:
    (found,) = lost([one(type_, **old)], [one(type_, **new)])
    assert (found.kind, found.rule) == ("replaced", "named-resources-are-not-replaced")
    assert [change.place for change in found.changes] == [place]
    told = advice(found)
    assert "would fail to deploy: CloudFormation replaces nothing that keeps its name" in told
    assert "give it another name than" in told
    assert "copy the data" not in told


@pytest.mark.parametrize(
    "new",
    [
        {**NAMED, "GroupName": "prod-app-web-2", "GroupDescription": "Web servers"},
        {"GroupDescription": "Web servers", "VpcId": "vpc-1"},
        {**NAMED, "SecurityGroupEgress": []},
    ],
)
def test_with_its_name_everything_may_change(new: dict[str, Any]) -> None:
    assert lost([one(GROUP, **NAMED)], [one(GROUP, **new)]) == []


def test_a_resource_without_data_may_go_with_its_stack_too() -> None:
    before = [one(GROUP, **NAMED), template({"Topic": (TOPIC, "prod-bus/Topic")}, "prod-bus")]
    assert lost(before, [template({})]) == []
    assert lost(before, [], "prod") == []


def test_another_id_may_not_take_its_name_in_the_same_stack() -> None:
    body = {"Type": GROUP, "Metadata": {"aws:cdk:path": "prod-app/Web/Resource"}, "Properties": NAMED}
    (found,) = lost([one(GROUP, **NAMED)], [template({"Web1": body})])
    assert (found.kind, found.to_id, found.rule) == ("taken", "Web1", "named-resources-are-not-replaced")
    told = advice(found)
    assert "Web1 takes its name, prod-app-web, and is made before this one goes" in told
    assert 'override_logical_id("Data1")' in told
    free = {"Web1": {**body, "Properties": {**NAMED, "GroupName": "prod-app-other"}}}
    assert lost([one(GROUP, **NAMED)], [template(free)]) == []


def test_it_is_accepted_and_written_and_read_again(tmp_path: Path) -> None:
    renewal = renewed({}, {"prod": [one(GROUP, **NAMED)]})
    assert renewal.changes == [f"+ prod-app Data1 {GROUP}"]
    (tmp_path / "lock.json").write_text(lock_text(renewal.lock), encoding="utf-8")
    again = read_lock(tmp_path / "lock.json")
    assert again == renewal.lock
    assert again["prod"]["prod-app"]["Data1"].named == "prod-app-web"
    reworded = [one(GROUP, **{**NAMED, "GroupDescription": "Web servers"})]
    assert kinds(renewed(again, {"prod": reworded}).left) == [("replaced", "Data1", "")]
    lifted = renewed(again, {"prod": reworded}, ["prod-app/Data1"])
    assert lifted.left == []
    assert broken(lifted.lock, reworded) == []


def test_a_lock_of_before_reads_and_says_nothing_of_names(tmp_path: Path) -> None:
    (tmp_path / "lock.json").write_text('{"prod": {"prod-app": {}}}', encoding="utf-8")
    old = read_lock(tmp_path / "lock.json")
    assert broken(old, [one(GROUP, **NAMED)]) == []
    assert renewed(old, {"prod": [one(GROUP, **NAMED)]}).changes == [f"+ prod-app Data1 {GROUP}"]
