"""The fourth step: a ticket, and a notice to the topic of its severity, once; and the notice of a step that failed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .cases import TOLD, note, noted
from .errors import code_of
from .subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .settings import Aws, Settings

_LONGEST_SUBJECT = 100  # SNS API reference, Publish
_LONGEST = 8_000


def notify(case: dict[str, Any], words: Mapping[str, str], *, aws: Aws, settings: Settings) -> dict[str, Any]:
    """The case with its ticket. A notice of which nobody knows whether it left is sent again."""
    if noted(aws, settings, case["id"], TOLD):
        return case
    subject = Subject(**case["subject"])
    title = words[f"title_{subject.kind}"]
    text = notice_text(case, words, settings)
    ticket = _ticket(aws.client("ssm"), case, title, text)
    _publish(aws, settings, severity=case["severity"], title=title, text=text)
    told = {**case, "ticket": ticket}
    note(aws, settings, told, TOLD)
    return told


def failed(case: dict[str, Any], words: Mapping[str, str], *, aws: Aws, settings: Settings) -> dict[str, Any]:
    """Tell that a step failed for good, by the name of the error: what it says may hold what it was about."""
    error = str((case.get("error") or {}).get("Error", ""))
    subject = str(Subject(**case["subject"])) if "subject" in case else words["a_part_of_the_look"]
    lines = [f"[critical] {words['failed']}", subject, words["error"].format(error=error), *_runbook(settings)]
    _publish(aws, settings, severity="critical", title=words["failed"], text="\n".join(lines))
    return {**case, "failed": True}


def notice_text(case: dict[str, Any], words: Mapping[str, str], settings: Settings) -> str:
    """What a person reads: where, what, what was done, what is left to do. Never a secret."""
    subject = Subject(**case["subject"])
    done = case.get("quarantine") or {}
    kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(case["kinds"].items()))
    lines = [
        f"[{case['severity']}] {words[f'title_{subject.kind}']}",
        str(subject),
        words["kinds"].format(kinds=kinds),
        words["owner"].format(owner=case.get("owner") or "?"),
        words["case"].format(case=case["id"], fingerprints=", ".join(case["fingerprints"][:5])),
        words.get(f"done_{done.get('done', 'none')}".replace(" ", "_"), ""),
    ]
    lines += [words["locked"].format(buckets=", ".join(done["locked"]))] if done.get("locked") else []
    lines += [words["open"].format(buckets=", ".join(done["open"]))] if done.get("open") else []
    lines += [words["deactivated"].format(users=", ".join(case["deactivated"]))] if case.get("deactivated") else []
    steps = [words["rotate"].format(kinds=", ".join(case["to_rotate"]))] if case.get("to_rotate") else []
    steps.append(words[f"then_{subject.kind}"].format(name=subject.name))
    lines += [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    return "\n".join(line for line in (*lines, *_runbook(settings)) if line)[:_LONGEST]


def _runbook(settings: Settings) -> list[str]:
    return [f"Runbook: {settings.runbook}"] if settings.runbook else []


def _ticket(ssm: Any, case: dict[str, Any], title: str, text: str) -> str:
    """An item of OpsCenter, one a case. Source: Systems Manager API reference, CreateOpsItem: `/aws/dedup`."""
    dedup = {"Value": json.dumps({"dedupString": f"secret-scan-{case['id']}"}), "Type": "SearchableString"}
    try:
        made = ssm.create_ops_item(
            Title=title, Description=text[:1_024], Source="secret-scan", Category="Security",
            Severity="1" if case["severity"] == "critical" else "3", OperationalData={"/aws/dedup": dedup},
        )  # fmt: skip
    except Exception as error:
        if code_of(error) != "OpsItemAlreadyExistsException":
            raise
        return str(getattr(error, "response", {}).get("OpsItemId", "there already"))
    return str(made["OpsItemId"])


def _publish(aws: Aws, settings: Settings, *, severity: str, title: str, text: str) -> None:
    aws.client("sns").publish(
        TopicArn=settings.topics[severity],
        Subject=title.encode("ascii", "replace").decode()[:_LONGEST_SUBJECT],
        Message=text,
        MessageAttributes={"severity": {"DataType": "String", "StringValue": severity}},
    )
