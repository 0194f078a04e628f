"""Reports as the formats get them, and texts that a format could take for its own."""

from __future__ import annotations

from typing import Any

from aspects.judge.acceptances import Acceptance
from constructs_lib.kernel.errors import printable
from governed_cdk.formats.report import CheckReport, ReportedFinding

RULE = "alarms-reach-somebody"
# Ends of XML, Markdown tables and code, rich's markup, HTML, a mention; a terminal's escape, a null, half a character.
HOSTILE = printable("a]]></failure>|`b`|[bold red]c[/]<script>d</script>@team \x1b[31m\x00\ud800\u202e\n| e |")


def entry(**changes: Any) -> ReportedFinding:
    """An entry with changes."""
    said: dict[str, Any] = {
        "rule": RULE,
        "pack": "governed-cdk",
        "since": "0.1.0",
        "link": f"https://example.org/docs/rules/{RULE}.md",
        "severity": "error",
        "template": "cdk.out/prod-rds.template.json",
        "line": 12,
        "logical_id": "Alarm",
        "type": "AWS::CloudWatch::Alarm",
        "construct_path": "prod-rds/Alarm/Resource",
        "source": "stacks/rds.py:86",
        "property": "AlarmActions",
        "found": "The alarm has no action.",
        "why": "An alarm that nobody hears is none.",
        "fix": "first line\nsecond line",
        "accept": 'accept(self, "governed-cdk::alarms-reach-somebody")',
    }
    return ReportedFinding(**{**said, **changes})


def accepted(**changes: Any) -> ReportedFinding:
    """An entry that was accepted."""
    acceptance = Acceptance(
        finding=f"governed-cdk::{RULE}",
        reason="somebody looks at it every morning",
        owner="team-orders",
        until="2027-06-30",
        place="prod-rds/Alarm",
        template="cdk.out/prod-rds.template.json",
    )
    return entry(acceptance=acceptance, **changes)


def report(*findings: ReportedFinding, **changes: Any) -> CheckReport:
    """A report of some findings in the templates that they name."""
    entries = [*findings, *changes.get("unknown", ()), *changes.get("accepted", ())]
    templates = tuple(dict.fromkeys(one.template for one in entries)) or ("clean.yaml",)
    return CheckReport(**{"findings": findings, "templates": templates, "resources": 120, "seconds": 0.214, **changes})


def hostile() -> CheckReport:
    """A report whose every text is hostile."""
    texts = dict.fromkeys(("logical_id", "type", "construct_path", "source", "property", "found", "fix"), HOSTILE)
    return report(
        entry(**texts, accept=HOSTILE, template=HOSTILE),
        unknown=(entry(**texts, template=HOSTILE),),
        accepted=(accepted(**texts, template=HOSTILE),),
        faults=(HOSTILE,),
    )
