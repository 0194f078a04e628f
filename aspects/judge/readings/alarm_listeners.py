"""Who hears an alarm that has no action of its own: services that ask for its state, composites, event rules.

Everything that was read together counts: a deployment in one template may watch the alarms of another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aspects.judge.readings.across import is_name, meant
from aspects.judge.readings.alarm_paths import ALARMS, children_named
from aspects.judge.readings.switches import OFF, said
from aspects.judge.template import ABSENT, Partial
from aspects.judge.template.json_text import from_json
from aspects.judge.template.once import once_an_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template

# The properties that name alarms, by name or ARN, and the switch that turns that off, where there is one.
# Source: CloudFormation Template Reference Guide, page of each type; of SAM, "DeploymentPreference".
_CONDITIONS: Final = tuple(
    (f"Stages.*.{when}.Conditions.*.Rules.*.Configuration.AlarmName", "")
    for when in ("BeforeEntry", "OnFailure", "OnSuccess")
)
LISTENERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AWS::ARCRegionSwitch::Plan": (("AssociatedAlarms.*.ResourceIdentifier", ""),),
    "AWS::ARCZonalShift::ZonalAutoshiftConfiguration": (
        ("PracticeRunConfiguration.BlockingAlarms.*.AlarmIdentifier", ""),
        ("PracticeRunConfiguration.OutcomeAlarms.*.AlarmIdentifier", ""),
    ),
    "AWS::AppConfig::Environment": (("Monitors.*.AlarmArn", ""),),
    "AWS::CodeDeploy::DeploymentGroup": (("AlarmConfiguration.Alarms.*.Name", "AlarmConfiguration.Enabled"),),
    "AWS::CodePipeline::Pipeline": _CONDITIONS,
    "AWS::ECS::Daemon": (("DeploymentConfiguration.Alarms.AlarmNames.*", "DeploymentConfiguration.Alarms.Enable"),),
    "AWS::ECS::Service": (("DeploymentConfiguration.Alarms.AlarmNames.*", "DeploymentConfiguration.Alarms.Enable"),),
    "AWS::FIS::ExperimentTemplate": (("StopConditions.*.Value", ""),),
    "AWS::Route53::HealthCheck": (("HealthCheckConfig.AlarmIdentifier.Name", ""),),
    "AWS::SageMaker::Endpoint": (("DeploymentConfig.AutoRollbackConfiguration.Alarms.*.AlarmName", ""),),
    "AWS::SageMaker::InferenceComponent": (("DeploymentConfig.AutoRollbackConfiguration.Alarms.*.AlarmName", ""),),
    "AWS::Serverless::Function": (("DeploymentPreference.Alarms.*", "DeploymentPreference.Enabled"),),
    "AWS::Serverless::StateMachine": (("DeploymentPreference.Alarms.*", "DeploymentPreference.Enabled"),),
    "AWS::StepFunctions::StateMachineAlias": (("DeploymentPreference.Alarms.*", ""),),
}
_STATE_CHANGE = "CloudWatch Alarm State Change"


@dataclass
class _Heard:
    """The alarms that somebody hears: by template and logical id, by name, by the beginning or the end of a name."""

    resources: set[Resource] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    prefixes: list[str] = field(default_factory=list)
    suffixes: list[str] = field(default_factory=list)
    everywhere: set[str] = field(default_factory=set)

    def add(self, template: Template, value: Any) -> None:
        """An alarm by a reference, its name or its ARN, or a text that some of these stand in."""
        self.resources.update(found for found in meant(template, value) if found.type in ALARMS)
        if isinstance(value, str) and is_name(value):
            self.names.add(str(value).rpartition(":")[2])


def is_heard(alarm: Resource) -> bool:
    """Whether something else than an action of its own hears an alarm."""
    heard = _heard(alarm.template)
    if alarm in heard.resources or alarm.template.region in heard.everywhere:
        return True
    names = [str(name) for name in alarm.values("AlarmName") if isinstance(name, str) and is_name(name)]
    return any(
        name in heard.names or name.startswith(tuple(heard.prefixes)) or name.endswith(tuple(heard.suffixes))
        for name in names
    )


@once_an_app
def _heard(app: tuple[Template, ...]) -> _Heard:
    heard = _Heard()
    for template in app:
        for listener in template.of_type(*LISTENERS):
            for path, switch in LISTENERS[listener.type]:
                if not switch or any(said(value) != OFF for value in listener.values(*switch.split("."))):
                    for value in listener.values(*path.split(".")):
                        heard.add(template, value)
        for composite in template.of_type("AWS::CloudWatch::CompositeAlarm"):
            for value in composite.values("AlarmRule"):
                heard.resources.update(found for found in meant(template, value) if found.type in ALARMS)
                texts = value.parts if isinstance(value, Partial) else (value,)
                for text in texts:
                    heard.names.update(children_named(text) if isinstance(text, str) else ())
        for rule in template.of_type("AWS::Events::Rule"):
            _of_event_rule(rule, heard)
    return heard


def _of_event_rule(rule: Resource, heard: _Heard) -> None:
    """What a rule of EventBridge hears: the alarms that its pattern names, or all of its region."""
    off = all(said(value) == "disabled" for value in rule.values("State"))
    if off or all(value is ABSENT for value in rule.values("Targets", "*")):
        return
    for value in rule.values("EventPattern"):
        pattern = from_json(value)
        if not isinstance(pattern, dict) or not _is_about_alarms(rule.template, pattern):
            continue
        detail = pattern.get("detail")
        named = [pattern.get("resources"), detail.get("alarmName") if isinstance(detail, dict) else None]
        if named == [None, None]:
            heard.everywhere.add(rule.template.region)
        for items in named:
            for item in items if isinstance(items, list) else ():
                for found in rule.template.alternatives(item):
                    _of_item(rule.template, found, heard)


def _of_item(template: Template, item: Any, heard: _Heard) -> None:
    if not isinstance(item, dict):
        heard.add(template, item)
    elif isinstance(prefix := item.get("prefix"), str):
        heard.prefixes.append(prefix.rpartition(":alarm:")[2])
    elif isinstance(suffix := item.get("suffix"), str):
        heard.suffixes.append(suffix)


def _is_about_alarms(template: Template, pattern: dict[str, Any]) -> bool:
    """Whether a pattern lets changes to the state ALARM through."""
    detail = pattern.get("detail")
    state = detail.get("state") if isinstance(detail, dict) else None
    wanted = [
        (pattern.get("source"), "aws.cloudwatch"),
        (pattern.get("detail-type"), _STATE_CHANGE),
        (state.get("value") if isinstance(state, dict) else None, "ALARM"),
    ]
    if not any(isinstance(items, list) and items for items, _ in wanted[:2]):
        return False
    return all(word in _texts(template, items) for items, word in wanted if items is not None)


def _texts(template: Template, items: Any) -> Iterator[Any]:
    for item in items if isinstance(items, list) else (items,):
        yield from template.alternatives(item)
