"""A checkup of prod as it is deployed: things are broken by API one after the other, seen, and put right again."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.environment import Environment
from governed_cdk.checkup.checklist import CHECKLIST
from governed_cdk.checkup.item import CheckupOutcome, CheckupVerdict
from governed_cdk.checkup.reader import CheckupReader
from governed_cdk.checkup.run import looked_at
from governed_cdk.preflight.account import Account
from governed_cdk.rehearsal.emulator import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.support import Deployed

BY_ID = {item.id: item for item in CHECKLIST}


def looked(deployed: Deployed, *names: str) -> dict[str, CheckupOutcome]:
    settings = Environment.load("prod").model_copy(update={"language": "en"})
    now = datetime.datetime.now(datetime.UTC)
    emulator = deployed.rehearsed.emulator
    credentials = {"aws_access_key_id": emulator.account, "aws_secret_access_key": SECRET}
    account = Account(emulator.endpoint, region_name=emulator.region, **credentials)
    read = CheckupReader(account, settings, now, Path("nowhere"))
    items = [BY_ID[name] for name in names] if names else CHECKLIST
    return {one.id: one for one in looked_at(items, read)}


# What an emulator that nobody uses has and an account has not: addresses of gateways without association, no requests.
_OF_THE_EMULATOR = {"idle"}


def test_nothing_is_wrong_with_what_was_just_deployed(deployed: Deployed) -> None:
    found = looked(deployed)
    assert {name for name, one in found.items() if one.verdict is CheckupVerdict.LOOK} == _OF_THE_EMULATOR
    assert sum(one.verdict is CheckupVerdict.FINE for one in found.values()) > 25


# Each breaks one thing and yields what has to be said of it; afterwards it is in order again.


def an_alarm_rings(deployed: Deployed) -> Iterator[str]:
    client = deployed.client("cloudwatch")
    alarm = heard_alarm(deployed)
    client.set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="a test")
    yield f"{alarm} rings"
    client.set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="a test")


def an_alarm_is_silenced(deployed: Deployed) -> Iterator[str]:
    client = deployed.client("cloudwatch")
    alarm = heard_alarm(deployed)
    client.disable_alarm_actions(AlarmNames=[alarm])
    yield f"{alarm} tells nobody"
    client.enable_alarm_actions(AlarmNames=[alarm])


def a_key_is_switched_off(deployed: Deployed) -> Iterator[str]:
    client = deployed.client("kms")
    alias = next(one for one in client.list_aliases()["Aliases"] if one["AliasName"].startswith("alias/prod-"))
    client.disable_key(KeyId=alias["TargetKeyId"])
    yield f"{alias['AliasName'].removeprefix('alias/')} is Disabled"
    client.enable_key(KeyId=alias["TargetKeyId"])


def a_log_group_is_made_by_hand(deployed: Deployed) -> Iterator[str]:
    client = deployed.client("logs")
    client.create_log_group(logGroupName="/aws/lambda/prod-by-hand")
    yield "/aws/lambda/prod-by-hand is kept for ever"
    client.delete_log_group(logGroupName="/aws/lambda/prod-by-hand")


def a_security_group_is_made_by_hand(deployed: Deployed) -> Iterator[str]:
    client = deployed.client("ec2")
    vpc = client.describe_vpcs()["Vpcs"][0]["VpcId"]
    tags = [{"ResourceType": "security-group", "Tags": [{"Key": "Environment", "Value": "prod"}]}]
    made = client.create_security_group(GroupName="by-hand", Description="x", VpcId=vpc, TagSpecifications=tags)
    yield f"nothing is in by-hand ({made['GroupId']})"
    client.delete_security_group(GroupId=made["GroupId"])


def the_trail_is_switched_off(deployed: Deployed) -> Iterator[str]:
    client = deployed.client("cloudtrail")
    (trail,) = [one for one in client.describe_trails()["trailList"] if one["Name"].startswith("prod-")]
    client.stop_logging(Name=trail["TrailARN"])
    yield f"{trail['Name']} does not log"
    client.start_logging(Name=trail["TrailARN"])


def heard_alarm(deployed: Deployed) -> str:
    listed = deployed.client("cloudwatch").describe_alarms(AlarmNamePrefix="prod-")["MetricAlarms"]
    return next(str(one["AlarmName"]) for one in listed if one["AlarmActions"])


BREAKS = {
    "alarms": an_alarm_rings,
    "silent": an_alarm_is_silenced,
    "keys": a_key_is_switched_off,
    "log-retention": a_log_group_is_made_by_hand,
    "security-groups": a_security_group_is_made_by_hand,
    "trail": the_trail_is_switched_off,
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_by_hand_is_seen_and_fine_again_afterwards(deployed: Deployed, name: str) -> None:
    assert looked(deployed, name)[name].verdict is CheckupVerdict.FINE
    with contextlib.contextmanager(BREAKS[name])(deployed) as says:
        found = looked(deployed, name)[name]
    assert found.verdict is CheckupVerdict.LOOK
    assert any(says in line for line in found.says), found.says
    assert [line for line in looked(deployed, name)[name].says if says in line] == []
