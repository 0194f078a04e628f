from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.platform import GovernedSecretAge
from tests.support import resolve

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_it_looks_once_a_day_at_names_and_dates_and_may_read_no_value(bench: Bench) -> None:
    GovernedSecretAge(bench.stack, "Age")
    assert bench.only("AWS::Scheduler::Schedule")["ScheduleExpression"] == "rate(1 day)"
    variables = bench.only("AWS::Lambda::Function")["Environment"]["Variables"]
    assert json.loads(variables["LIMITS"]) == {"confidential": 60, "highly-confidential": 30, "internal": 90}
    statements = {
        statement.get("Sid"): statement
        for policy in bench.resources("AWS::IAM::Policy")
        for statement in policy["PolicyDocument"]["Statement"]
    }
    assert "GetSecretValue" not in json.dumps(list(statements.values()))
    assert resolve(statements["DatesOfVersions"]["Resource"]).endswith(":secret:/connectly/*/prod/*")
    assert "PutMetricData" not in json.dumps(list(statements.values()))  # it prints its metric


def test_one_that_is_too_old_is_told_by_its_metric(bench: Bench) -> None:
    GovernedSecretAge(bench.stack, "Age")
    alarms = {alarm["AlarmName"]: alarm for alarm in bench.resources("AWS::CloudWatch::Alarm")}
    alarm = alarms["prod-example-secret-age-too-old"]
    (query,) = alarm["Metrics"]
    metric = query["MetricStat"]["Metric"]
    variables = bench.only("AWS::Lambda::Function")["Environment"]["Variables"]
    assert (metric["Namespace"], metric["MetricName"]) == (variables["NAMESPACE"], "DaysOverLimit")
    assert metric["Dimensions"] == [{"Name": "Environment", "Value": variables["ENVIRONMENT"]}]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "ignore")
    assert alarm["AlarmActions"] == ["arn:aws:sns:ap-northeast-2:111122223333:warning-topic-arn"]
