from __future__ import annotations

import json
from typing import Any

from aspects.judge.registry import RULES
from constructs_lib.kernel.json_schema import Draft202012Validator
from constructs_lib.kernel.project import page
from governed_cdk.formats import render
from governed_cdk.pages.rules import render_rules
from tests.governed_cdk.formats.support import RULE, accepted, entry, hostile, report
from tests.support import ROOT


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


# What SARIF 2.1.0 says of the objects that are used here, and of nothing else. GitHub takes no empty text.
TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
LINE: dict[str, Any] = {"type": "integer", "minimum": 1}
BAG: dict[str, Any] = {"type": "object"}
MESSAGE = closed({"text": TEXT}, {"markdown": TEXT})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = closed({"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$"}}, {"uriBaseId": TEXT})
PHYSICAL = closed(
    {"artifactLocation": ARTIFACT, "region": closed({"startLine": LINE, "startColumn": LINE, "endLine": LINE})}
)
LOGICAL = closed({"name": TEXT, "fullyQualifiedName": TEXT, "kind": {"const": "resource"}})
RULE_SHAPE = closed(
    {
        "id": TEXT, "name": TEXT, "shortDescription": MESSAGE, "fullDescription": MESSAGE, "helpUri": TEXT,
        "help": MESSAGE, "defaultConfiguration": closed({"level": LEVEL}), "properties": BAG,
    }
)  # fmt: skip
SUPPRESSION = closed(
    {"kind": {"enum": ["inSource", "external"]}, "status": {"const": "accepted"}, "justification": TEXT}
)
LOCATIONS = {**many(closed({"physicalLocation": PHYSICAL, "logicalLocations": many(LOGICAL)})), "minItems": 1}
NOTIFICATION = closed(
    {"level": LEVEL, "message": MESSAGE},
    {"locations": LOCATIONS, "associatedRule": closed({"id": TEXT, "index": COUNT}), "properties": BAG},
)
RESULT = closed(
    {
        "ruleId": TEXT,
        "ruleIndex": COUNT,
        "level": LEVEL,
        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
        "message": MESSAGE,
        "locations": LOCATIONS,
        "partialFingerprints": closed({"primaryLocationLineHash": TEXT}),
        "properties": BAG,
    },
    {
        "relatedLocations": many(closed({"id": COUNT, "physicalLocation": PHYSICAL, "message": MESSAGE})),
        "suppressions": many(SUPPRESSION),
    },
)
DRIVER = closed(
    {"name": TEXT, "version": TEXT, "semanticVersion": TEXT, "informationUri": TEXT, "rules": many(RULE_SHAPE)}
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "originalUriBaseIds": {"type": "object", "additionalProperties": closed({"description": MESSAGE})},
        "invocations": many(
            closed(
                {
                    "executionSuccessful": {"type": "boolean"},
                    "toolExecutionNotifications": many(NOTIFICATION),
                }
            )
        ),
        "results": many(RESULT),
    }
)
SARIF = closed({"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": {**many(RUN), "minItems": 1}})


def run(*args: Any, **kwargs: Any) -> dict[str, Any]:
    log = json.loads(render(report(*args, **kwargs), "sarif"))
    errors = [f"{list(error.path)}: {error.message[:200]}" for error in Draft202012Validator(SARIF).iter_errors(log)]
    assert errors == []
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def test_a_result_names_the_rule_the_template_and_the_logical_id() -> None:
    (result,) = run(entry())["results"]
    assert (result["ruleId"], result["level"], result["kind"]) == (RULE, "error", "fail")
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "cdk.out/prod-rds.template.json"
    assert location["physicalLocation"]["region"]["startLine"] == 12
    assert location["logicalLocations"] == [
        {"name": "Alarm", "fullyQualifiedName": "cdk.out/prod-rds.template.json/Alarm", "kind": "resource"}
    ]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "stacks/rds.py"
    assert related["physicalLocation"]["region"]["startLine"] == 86
    assert "suppressions" not in result


def test_every_rule_is_described_and_its_index_leads_to_it() -> None:
    found = run(entry())
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules][: len(RULES)] == [rule.id for rule in RULES]
    assert rules[found["results"][0]["ruleIndex"]]["id"] == RULE
    pages = {path.name for path in render_rules()}
    assert {rule["helpUri"] for rule in rules} == {page(f"docs/rules/{name}") for name in pages - {"README.md"}}
    assert all((ROOT / rule["helpUri"].removeprefix(page(""))).is_file() for rule in rules)
    assert {rule["properties"]["since"] for rule in rules} == {"0.1.0", *(rule.since for rule in RULES)}


def test_results_are_findings_and_accepted_is_suppressed_with_its_reason() -> None:
    error, warning, suppressed = run(entry(), entry(severity="warning"), unknown=(entry(),), accepted=(accepted(),))[
        "results"
    ]
    assert warning["level"] == "warning"
    assert [error["suppressions"], warning["suppressions"]] == [[], []]
    (suppression,) = suppressed["suppressions"]
    assert suppression["kind"] == "inSource"
    assert "somebody looks at it every morning" in suppression["justification"]


def test_unknown_is_a_note_of_the_run_with_its_rule_and_its_place() -> None:
    found = run(entry(line=7), unknown=(entry(line=40),), faults=("x failed",))
    (result,) = found["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    (invocation,) = found["invocations"]
    fault, note = invocation["toolExecutionNotifications"]
    assert (fault["level"], note["level"]) == ("error", "note")
    assert note["associatedRule"]["id"] == RULE
    assert note["locations"][0]["physicalLocation"]["region"]["startLine"] == 40
    assert note["locations"][0]["logicalLocations"][0]["name"] == "Alarm"


def test_a_fingerprint_stays_when_the_line_moves_and_tells_results_apart() -> None:
    before = [
        result["partialFingerprints"] for result in run(entry(line=12), entry(line=12), entry(property=""))["results"]
    ]
    after = [
        result["partialFingerprints"] for result in run(entry(line=40), entry(line=40), entry(property=""))["results"]
    ]
    assert before == after
    assert len({json.dumps(one) for one in before}) == 3


def test_a_fault_is_told_and_the_run_did_not_succeed() -> None:
    (invocation,) = run(faults=("x failed",))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"] == [{"level": "error", "message": {"text": "x failed"}}]


def test_a_file_outside_the_working_directory_has_an_absolute_uri() -> None:
    (result,) = run(entry(template="/else where/a.yaml", source=""))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///else%20where/a.yaml"}
    assert "relatedLocations" not in result


def test_any_text_gives_valid_sarif() -> None:
    found = hostile()
    results = run(*found.findings, unknown=found.unknown, accepted=found.accepted, faults=found.faults)["results"]
    assert len(results) == 2
