"""An alarm without an action that something else hears, and what only looks like that."""

from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "alarms-reach-somebody"
ALARM = "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: prod-errors}}\n"


def listener(type_: str, properties: str) -> str:
    return f"{ALARM}Listener: {{Type: {type_}, Properties: {properties}}}"


def event_rule(pattern: object, more: str = "") -> str:
    body = json.dumps(pattern)
    return listener("AWS::Events::Rule", f"{{EventPattern: {body}, Targets: [{{Id: a, Arn: x}}]{more}}}")


ON_ALARMS = {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"]}
ARN = "arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:prod-errors"


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::CodeDeploy::DeploymentGroup", "{AlarmConfiguration: {Enabled: true, Alarms: [{Name: !Ref Alarm}]}}"),
        ("AWS::CodeDeploy::DeploymentGroup", "{AlarmConfiguration: {Alarms: [{Name: prod-errors}]}}"),
        ("AWS::Serverless::Function", "{DeploymentPreference: {Type: AllAtOnce, Alarms: [!Ref Alarm]}}"),
        ("AWS::Serverless::Function",
         "{DeploymentPreference: {Alarms: !If [Chosen, [!Ref Alarm], !Ref AWS::NoValue]}}"),
        ("AWS::Route53::HealthCheck",
         "{HealthCheckConfig: {Type: CLOUDWATCH_METRIC, AlarmIdentifier: {Name: prod-errors, Region: a}}}"),
        ("AWS::CloudWatch::CompositeAlarm", "{AlarmActions: [x], AlarmRule: !Sub 'ALARM(\"${Alarm}\")'}"),
        ("AWS::CloudWatch::CompositeAlarm", "{AlarmActions: [x], AlarmRule: !Sub 'NOT OK(${Alarm.Arn})'}"),
        ("AWS::CloudWatch::CompositeAlarm", "{AlarmActions: [x], AlarmRule: 'ALARM(other) OR ALARM(prod-errors)'}"),
        ("AWS::CloudWatch::CompositeAlarm", f"{{AlarmActions: [x], AlarmRule: 'ALARM(\"{ARN}\")'}}"),
        ("AWS::ECS::Service",
         "{DeploymentConfiguration: {Alarms: {Enable: true, Rollback: true, AlarmNames: [!Ref Alarm]}}}"),
        ("AWS::AppConfig::Environment", "{Monitors: [{AlarmArn: !GetAtt Alarm.Arn}]}"),
        ("AWS::SageMaker::Endpoint",
         "{DeploymentConfig: {AutoRollbackConfiguration: {Alarms: [{AlarmName: !Ref Alarm}]}}}"),
        ("AWS::StepFunctions::StateMachineAlias", "{DeploymentPreference: {Alarms: [!Ref Alarm]}}"),
        ("AWS::ARCZonalShift::ZonalAutoshiftConfiguration",
         f"{{PracticeRunConfiguration: {{OutcomeAlarms: [{{AlarmIdentifier: '{ARN}'}}]}}}}"),
        ("AWS::FIS::ExperimentTemplate",
         "{StopConditions: [{Source: 'aws:cloudwatch:alarm', Value: !GetAtt Alarm.Arn}]}"),
        ("AWS::CodePipeline::Pipeline",
         "{Stages: [{OnSuccess: {Conditions: [{Rules: [{Configuration: {AlarmName: prod-errors}}]}]}}]}"),
    ],
)  # fmt: skip
def test_an_alarm_that_a_service_asks_for_is_heard(type_: str, properties: str) -> None:
    sections = "Conditions: {Chosen: !Equals [!Ref AWS::Region, a]}"
    assert ("Alarm", "AlarmActions") not in findings_of(RULE, listener(type_, properties), sections)


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::CodeDeploy::DeploymentGroup", "{AlarmConfiguration: {Enabled: false, Alarms: [{Name: !Ref Alarm}]}}"),
        ("AWS::CodeDeploy::DeploymentGroup", "{AlarmConfiguration: {Enabled: true, Alarms: [{Name: other}]}}"),
        ("AWS::CodeDeploy::DeploymentGroup", "{DeploymentGroupName: !Ref Alarm}"),
        ("AWS::CloudWatch::CompositeAlarm", "{AlarmActions: [x], AlarmRule: 'ALARM(prod-errors-too)'}"),
        ("AWS::ECS::Service", "{DeploymentConfiguration: {Alarms: {Enable: false, AlarmNames: [!Ref Alarm]}}}"),
        ("AWS::CloudWatch::Dashboard", "{DashboardBody: !Sub '${Alarm.Arn}'}"),
        ("AWS::SNS::Topic", "{DisplayName: !Ref Alarm}"),
    ],
)
def test_an_alarm_that_is_only_named_is_not(type_: str, properties: str) -> None:
    assert ("Alarm", "AlarmActions") in findings_of(RULE, listener(type_, properties))


@pytest.mark.parametrize(
    "pattern",
    [
        ON_ALARMS,
        {**ON_ALARMS, "resources": [{"Fn::GetAtt": ["Alarm", "Arn"]}]},
        {**ON_ALARMS, "resources": [ARN]},
        {**ON_ALARMS, "resources": [{"prefix": "arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:prod-"}]},
        {**ON_ALARMS, "detail": {"alarmName": ["prod-errors"], "state": {"value": ["ALARM"]}}},
        {**ON_ALARMS, "detail": {"alarmName": [{"prefix": "prod-"}]}},
        {**ON_ALARMS, "detail": {"alarmName": [{"suffix": "-errors"}]}},
    ],
)
def test_an_alarm_that_an_event_rule_hears_is_heard(pattern: object) -> None:
    assert findings_of(RULE, event_rule(pattern)) == []


@pytest.mark.parametrize(
    ("pattern", "more"),
    [
        (ON_ALARMS, ", State: DISABLED"),
        ({"source": ["aws.ec2"]}, ""),
        ({"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm Configuration Change"]}, ""),
        ({**ON_ALARMS, "detail": {"state": {"value": ["OK"]}}}, ""),
        ({**ON_ALARMS, "detail": {"alarmName": ["other"]}}, ""),
        ({**ON_ALARMS, "detail": {"alarmName": [{"prefix": "dev-"}]}}, ""),
    ],
)
def test_an_event_rule_about_something_else_does_not_hear(pattern: object, more: str) -> None:
    assert findings_of(RULE, event_rule(pattern, more)) == [("Alarm", "AlarmActions")]


def test_a_rule_without_targets_hears_nothing() -> None:
    rule = listener("AWS::Events::Rule", f"{{EventPattern: {json.dumps(ON_ALARMS)}}}")
    assert findings_of(RULE, rule) == [("Alarm", "AlarmActions")]
