"""The Alertmanager definition of the AMP workspace: one SNS topic for each severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_lib.kernel.errors import invalid
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.prometheus.rule import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPEAT = {Severity.CRITICAL: "1h", Severity.WARNING: "12h", Severity.INFO: "5d"}

# SNS subjects are ASCII, one line, under 100 characters: labels of unknown length stay out of it.
# The message has the fields of a CloudWatch alarm's, so that whoever reads the topics (the notifier, PagerDuty behind a
# filter on the message body) sees one form. Alertmanager here has no JSON function: quotes and line ends are escaped.
_ESCAPE: Final = r"""{{ . | reReplaceAll `\\` `\\` | reReplaceAll `"` `\"` | reReplaceAll "\n" `\n` }}"""
_TEXT: Final = (
    r"""{{ with index .Alerts 0 }}[{{ .Labels.severity }}] {{ template "json" .Annotations.summary }}\n"""
    r"""Runbook: {{ .Annotations.runbook_url }}\n{{ template "json" .Annotations.quick_actions }}{{ end }}"""
)
_TEMPLATE: Final = f"""\
{{{{ define "json" }}}}{_ESCAPE}{{{{ end }}}}
{{{{ define "sns.subject" }}}}[{{{{ .Status | toUpper }}}}] {{{{ .CommonLabels.alertname }}}}{{{{ end }}}}
{{{{ define "sns.text" }}}}{_TEXT}{{{{ end }}}}
{{{{ define "sns.message" }}}}{{"AlarmName": "{{{{ template "json" .GroupLabels.alertname }}}}",
"AlarmDescription": "{{{{ template "sns.text" . }}}}",
"NewStateValue": "{{{{ if eq .Status "firing" }}}}ALARM{{{{ else }}}}OK{{{{ end }}}}"}}{{{{ end }}}}
"""


def alertmanager_definition(*, region: str, topic_arns: Mapping[Severity, str]) -> str:
    """Return the text of `AWS::APS::Workspace` `AlertManagerDefinition`.

    Args:
        region: region of the topics, which signs the requests (`sigv4.region`, which AMP demands).
        topic_arns: the standard topic of each of the three severities; their policies, and their key's, must admit
            `aps.amazonaws.com`. May be CloudFormation tokens.

    Raises:
        ConfigurationError: a severity without a topic.

    Source: "Configure alert manager to send messages to your Amazon SNS topic" (AMP user guide): `sns_configs` is the
    receiver, `repeat_interval` is five days at most.
    """
    missing = [severity.value for severity in Severity if not topic_arns.get(severity)]
    if missing:
        raise invalid(
            "topic_arns: severities without a topic", missing, "one topic for each of critical, warning, info"
        )
    config = {
        "templates": ["default_template"],
        "route": _route(),
        # A critical alert of a service and an objective makes its warning superfluous.
        "inhibit_rules": [
            {
                "source_matchers": ['severity="critical"', 'objective=~".+"'],
                "target_matchers": ['severity="warning"', 'objective=~".+"'],
                "equal": ["service", "objective"],
            }
        ],
        "receivers": [
            _receiver(severity=severity, topic_arn=topic_arns[severity], region=region) for severity in Severity
        ],
    }
    return yaml_text({"template_files": {"default_template": _TEMPLATE}, "alertmanager_config": yaml_text(config)})


def _route() -> dict[str, Any]:
    return {
        # What has no severity of ours is heard as a warning rather than lost.
        "receiver": Severity.WARNING.value,
        "group_by": ["alertname", "service", "severity"],
        "group_wait": "30s",
        "group_interval": "5m",
        "repeat_interval": _REPEAT[Severity.WARNING],
        "routes": [
            {
                "receiver": severity.value,
                "matchers": [f'severity="{severity.value}"'],
                "repeat_interval": _REPEAT[severity],
            }
            for severity in Severity
        ],
    }


def _receiver(*, severity: Severity, topic_arn: str, region: str) -> dict[str, Any]:
    return {
        "name": severity.value,
        "sns_configs": [
            {
                "topic_arn": topic_arn,
                "sigv4": {"region": region},
                "subject": '{{ template "sns.subject" . }}',
                "message": '{{ template "sns.message" . }}',
                # What a subscription's filter policy looks at.
                "attributes": {"severity": severity.value},
                "send_resolved": True,
            }
        ],
    }
