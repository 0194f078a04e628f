"""What is found by worlds is what is found when every value of every parameter is written in, one after the other."""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from aspects.judge.judgement import judge
from aspects.judge.template import load
from tests.aspects.judge.drawn_conditions import NOTHING, PARAMETERS, conditions, resources

RULES = {
    "ingress-is-closed-on-dangerous-ports", "databases-are-not-public", "keys-are-rotated", "physical-names-are-unique",
    "physical-names-follow-the-scheme", "stateful-resources-are-retained", "buckets-are-not-public",
    "transport-is-encrypted", "encryption-uses-a-customer-managed-key", "nobody-may-do-everything",
    "buckets-demand-tls", "policies-name-their-principals", "required-tags-are-present-and-valid",
}  # fmt: skip


def _decided(value: Any, given: dict[str, str], body: dict[str, Any]) -> Any:
    """A value with everything written in that parameters decide."""
    if isinstance(value, list):
        items = [_decided(item, given, body) for item in value]
        return [item for item in items if item != NOTHING]
    if not isinstance(value, dict):
        return value
    match value:
        case {"Fn::If": [name, yes, no]}:
            return _decided(yes if _holds(body["Conditions"][name], given, body) else no, given, body)
        case {"Ref": str(name)} if name in given:
            return given[name]
        case {"Fn::Sub": str(text)}:
            return text.replace("${B}", given["B"])
    found = {key: _decided(item, given, body) for key, item in value.items()}
    return {key: item for key, item in found.items() if item != NOTHING}


def _holds(condition: Any, given: dict[str, str], body: dict[str, Any]) -> bool:
    match condition:
        case {"Condition": name}:
            return _holds(body["Conditions"][name], given, body)
        case {"Fn::Not": [one]}:
            return not _holds(one, given, body)
        case {"Fn::And": some}:
            return all(_holds(one, given, body) for one in some)
        case {"Fn::Or": some}:
            return any(_holds(one, given, body) for one in some)
        case {"Fn::Equals": [one, two]}:
            return bool(_decided(one, given, body) == _decided(two, given, body))
    raise AssertionError(condition)


def _written_in(body: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    made = {
        name: _decided({key: value for key, value in one.items() if key != "Condition"}, given, body)
        for name, one in body["Resources"].items()
        if "Condition" not in one or _holds(body["Conditions"][one["Condition"]], given, body)
    }
    return {"Resources": made}


def _is_refused(made: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether something refers to what is not there with these values, and would be with others."""
    text = json.dumps(made)
    absent = body["Resources"].keys() - made["Resources"].keys()
    return any(
        f'{{"Ref": "{name}"}}' in text or f'["{name}", "Arn"]' in text or f"${{{name}.Arn}}" in text for name in absent
    )


def _found(body: dict[str, Any]) -> set[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        (template,) = load([path])
    verdict = judge([template])
    assert verdict.faults == []
    return {
        (one.rule.id, one.resource.logical_id, one.breach.found.partition(" That is so when ")[0])
        for one in verdict.findings
        if one.rule.id in RULES
    }


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(conditions(), resources())
def test_the_worlds_find_what_every_value_written_in_finds(names: dict[str, Any], of: dict[str, Any]) -> None:
    sections = {name: {"Type": "String", "AllowedValues": values} for name, values in PARAMETERS.items()}
    body = {"Parameters": sections, "Conditions": names, "Resources": of}
    each = (dict(zip(PARAMETERS, values, strict=True)) for values in itertools.product(*PARAMETERS.values()))
    made = [_written_in(body, values) for values in each]
    deployed = [one for one in made if not _is_refused(one, body)]
    assert _found(body) == set().union(*map(_found, deployed or made))
