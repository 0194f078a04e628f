"""Alarms and input templates of every environment: somebody emits what is waited for, and what arrives is whole."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.eventbridge import render
from tests.support import ENVIRONMENTS, environment, synthesize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support import Templates

# Who emits a metric whose silence is an alarm: the type, the dimension that names it, and what switches it off.
EMITTERS = {
    "RunningTaskCount": ("AWS::ECS::Service", "ServiceName"),
    "HealthyHostCount": ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroup"),
    "HealthCheckStatus": ("AWS::Route53::HealthCheck", "HealthCheckId"),
}
COLLECTOR = "AOT_CONFIG_CONTENT"
# What an event holds at a path, where its alphabet is AWS's or ours and has neither quotes nor line ends; at any other
# path a template must be whole whatever is there. Source: the reference of each service.
BOUND = {
    "$.account": "111122223333",
    "$.region": "us-east-1",
    "$.time": "2026-11-21T03:12:00Z",
    "$.detail-type": "Backup Job State Change",
    "$.resources[0]": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:prod-route53-x",
    "$.detail.alarmName": "prod-route53-x",
    "$.detail.state.timestamp": "2026-11-21T03:12:00.000+0000",
    "$.detail.state": "FAILED",
    "$.detail.status": "FAILED",
    "$.detail.restoreJobId": "3F95B6D4-6C2B-2E43-5B6A-2F0D4E8A1C11",
    "$.detail.resourceArn": "arn:aws:rds:ap-northeast-2:111122223333:db:x",
    "$.detail.awsRegion": "us-east-1",
    "$.detail.eventName": "PutKeyPolicy",
    "$.detail.errorCode": "AccessDenied",
    "$.detail.userIdentity.arn": "arn:aws:sts::111122223333:assumed-role/a/b@example.org",
    "$.detail.userIdentity.userName": "alice+1=2,3.4@example.org",
    "$.detail.sourceIPAddress": "2001:db8::1",
    "$.detail.requestParameters.groupId": "sg-0123456789abcdef0",
    "$.detail.resource": "arn:aws:s3:::bucket",
    "$.detail.resourceType": "AWS::S3::Bucket",
    "$.detail.severity": 8.1,
    "$.detail.type": "Recon:EC2/Portscan",
    "$.detail.id": "16afba5c5c43e07c9e3e5e2e544e95df",
    "$.detail.region": "us-east-1",
}
HOSTILE = ['a"b', "a\nb", "a\\c", "a\tb", '"', "\\"]
# In every event of that kind: EventBridge leaves a variable out whose path is not there.
ALWAYS = {"$.account", "$.region", "$.time", "$.resources[0]", "$.detail.alarmName", "$.detail.state.timestamp"}


def alarms(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    for stack, _, resource in templates.all("AWS::CloudWatch::Alarm"):
        yield stack, resource["Properties"]


def unheard(templates: Templates) -> list[str]:
    """Alarms on silence whose metric nobody in the same template emits, and rules on absence without a collector."""
    found = []
    for stack, alarm in alarms(templates):
        if alarm["TreatMissingData"] != "breaching":
            continue
        for query in (query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query):
            type_, dimension = EMITTERS.get(query["MetricName"], ("", ""))
            values = [d["Value"] for d in query["Dimensions"] if d["Name"] == dimension]
            emitters = [key for key in templates.resources(stack, type_) if f'"{key}"' in json.dumps(values)]
            if not emitters or any(stopped(templates, stack, type_, key) for key in emitters):
                found.append(alarm["AlarmName"])
    if COLLECTOR not in json.dumps(templates.by_stack):
        for _, _, resource in templates.all("AWS::APS::RuleGroupsNamespace"):
            groups = yaml.safe_load(resource["Properties"]["Data"])["groups"]
            found += [r["alert"] for g in groups for r in g["rules"] if "alert" in r and "absent(" in r["expr"]]
    return found


def stopped(templates: Templates, stack: str, type_: str, key: str) -> bool:
    """Whether what emits is there and runs nothing: an ECS service of no tasks, or a target group before one."""
    services = templates.resources(stack, "AWS::ECS::Service")
    behind = {
        name: service
        for name, service in services.items()
        if name == key or (type_.endswith("TargetGroup") and f'"{key}"' in json.dumps(service.get("LoadBalancers")))
    }
    return any(service.get("DesiredCount") == 0 for service in behind.values())


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_alarm_waits_for_what_nobody_emits(judged_synth: Callable[[str], Templates], name: str) -> None:
    assert unheard(judged_synth(name)) == []


def test_it_is_told_when_one_does(beside_terraform: Templates) -> None:
    templates = copy.deepcopy(beside_terraform)
    for _, _, resource in templates.all("AWS::ECS::Service"):
        resource["Properties"]["DesiredCount"] = 0
    assert {text.rsplit("service-", 1)[-1] for text in unheard(templates)} >= {"no-running-task"}
    for _, _, resource in templates.all("AWS::APS::RuleGroupsNamespace"):
        resource["Properties"]["Data"] = "groups: [{name: x, rules: [{alert: Nothing, expr: absent(up)}]}]"
    assert "Nothing" in unheard(templates)


def test_where_nothing_is_to_run_that_nothing_does_is_no_alarm(tmp_path: Path) -> None:
    changed = environment("prod", stacks={"atlantis": {"running": False}})
    templates = synthesize(changed, tmp_path, only=("atlantis",))
    assert list(alarms(templates))
    assert unheard(templates) == []


def test_where_a_collector_runs_silence_is_told(tmp_path: Path) -> None:
    changed = environment("prod", stacks={"monitoring": {"collectors": True}})
    assert unheard(synthesize(changed, tmp_path, only=("kms", "monitoring"))) == ["NoMetricsArrive"]


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_alarm_is_without_data_only_when_it_is_new(judged_synth: Callable[[str], Templates], name: str) -> None:
    """So that the notifier can pass over the way from there to OK: it is of a deployment, and no recovery."""
    assert {alarm["TreatMissingData"] for _, alarm in alarms(judged_synth(name))} <= {
        "breaching",
        "notBreaching",
        "ignore",
    }


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_prefix_of_failed_records_has_its_alarm(judged_synth: Callable[[str], Templates], name: str) -> None:
    templates = judged_synth(name)
    read = {
        q["MetricStat"]["Metric"]["MetricName"] for _, a in alarms(templates) for q in a["Metrics"] if "MetricStat" in q
    }
    for stack, _, resource in templates.all("AWS::KinesisFirehose::DeliveryStream"):
        assert "ErrorOutputPrefix" in resource["Properties"]["ExtendedS3DestinationConfiguration"]
        logged = resource["Properties"]["ExtendedS3DestinationConfiguration"]["CloudWatchLoggingOptions"][
            "LogGroupName"
        ]
        filters = templates.resources(stack, "AWS::Logs::MetricFilter").values()
        groups = templates.resources(stack, "AWS::Logs::LogGroup")
        counted = [f for f in filters if groups[f["LogGroupName"]["Ref"]]["LogGroupName"] == logged]
        assert {f["MetricTransformations"][0]["MetricName"] for f in counted} & read
        assert {"PartitionCountExceeded", "OutputDecompressedRecords.Failed"} <= read


def transformers(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    for _, key, resource in templates.all("AWS::Events::Rule"):
        for target in resource["Properties"]["Targets"]:
            if "InputTransformer" in target:
                yield key, target["InputTransformer"]


def event_of(paths: dict[str, Any]) -> dict[str, Any]:
    """An event that holds these values at these paths."""
    event: dict[str, Any] = {}
    for path, value in paths.items():
        inner, names = event, re.findall(r"\.([\w-]+(?:\[0\])?)", path)
        for name in names[:-1]:
            inner = inner.setdefault(name, {})
        last = names[-1]
        if last.endswith("[0]"):
            inner[last[:-3]] = [value]
        else:
            inner[last] = value
    return event


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_whatever_an_event_holds_its_text_arrives_whole(judged_synth: Callable[[str], Templates], name: str) -> None:
    for key, transformer in transformers(judged_synth(name)):
        paths = transformer["InputPathsMap"].values()
        for hostile in HOSTILE:
            assert render(transformer, event_of({path: BOUND.get(path, hostile) for path in paths})), key
        for missing in set(paths) - ALWAYS:
            assert render(transformer, event_of({path: BOUND[path] for path in paths if path != missing})), key


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("template", ['{"x": <x>}', '"It says <x>."'])
def test_a_free_text_in_a_template_is_told(template: str, hostile: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        render({"InputPathsMap": {"x": "$.detail.x"}, "InputTemplate": template}, {"detail": {"x": hostile}})
