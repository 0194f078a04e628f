from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib import GovernedEventLog, GovernedLogGroup

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_GROUP = "arn:aws:logs:ap-northeast-2:111122223333:log-group:/connectly/prod/example/rotation"


def test_matching_events_are_written_into_the_log_group_which_admits_that_rule(bench: Bench) -> None:
    group = GovernedLogGroup(bench.stack, "Group", kind="rotation")
    GovernedEventLog(
        bench.stack,
        "Events",
        log_group=group,
        kind="rotation-events",
        description="Rotations",
        pattern={"source": ["aws.secretsmanager"]},
    )
    rule = bench.only("AWS::Events::Rule")
    assert [target["Arn"] for target in rule["Targets"]] == [_GROUP]
    policy = json.loads(bench.only("AWS::Logs::ResourcePolicy")["PolicyDocument"])
    statements = {statement["Action"]: statement for statement in policy["Statement"]}
    assert statements.keys() == {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert {statement["Resource"] for statement in policy["Statement"]} == {f"{_GROUP}:*"}
    source = f"arn:aws:events:ap-northeast-2:111122223333:rule/{rule['Name']}"
    assert statements["logs:PutLogEvents"]["Condition"] == {"ArnEquals": {"aws:SourceArn": source}}
    assert statements["logs:CreateLogStream"]["Condition"] == {
        "StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}
    }
