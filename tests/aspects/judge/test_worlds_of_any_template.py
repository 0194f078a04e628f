"""What is found by worlds is what is found when every value of every parameter is written in, one after the other."""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspects.judge.judgement import judge
from aspects.judge.template import load

PARAMETERS = {"A": ["0.0.0.0/0", "10.0.0.0/8"], "B": ["yes", "no"], "C": ["22", "443", "8443"]}
RULES = {
    "ingress-is-closed-on-dangerous-ports", "databases-are-not-public", "keys-are-rotated", "physical-names-are-unique",
    "physical-names-follow-the-scheme", "stateful-resources-are-retained", "buckets-are-not-public",
    "transport-is-encrypted", "encryption-uses-a-customer-managed-key", "nobody-may-do-everything",
    "buckets-demand-tls", "policies-name-their-principals", "required-tags-are-present-and-valid",
}  # fmt: skip
NAMES = st.sampled_from(["P", "Q", "R", "S"])


def _equals() -> st.SearchStrategy[Any]:
    one = st.sampled_from(list(PARAMETERS)).flatmap(
        lambda name: st.tuples(
            st.just({"Ref": name}), st.sampled_from([*PARAMETERS[name], "no such value", {"Ref": "B"}])
        )
    )
    return one.map(lambda pair: {"Fn::Equals": list(pair)})


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """Conditions of parameters, and of each other."""
    found: dict[str, Any] = {}
    for name in "PQRS":
        before = st.sampled_from([{"Condition": one} for one in found]) if found else _equals()
        parts = st.lists(before | _equals(), min_size=2, max_size=3)
        found[name] = draw(
            st.one_of(
                _equals(),
                parts.map(lambda some: {"Fn::And": some}),
                parts.map(lambda some: {"Fn::Or": some}),
                before.map(lambda one: {"Fn::Not": [one]}),
            )
        )
    return found


def chosen(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values, or `Fn::If`s between them, one inside the other."""
    plain = st.sampled_from(list(values))
    return st.recursive(
        plain, lambda inner: st.tuples(NAMES, inner, inner).map(lambda one: {"Fn::If": list(one)}), max_leaves=3
    )


NOTHING = {"Ref": "AWS::NoValue"}
NAME = chosen("prod-a", "prod-b", {"Fn::Sub": "prod-${B}"}, {"Ref": "C"})
RULE = st.fixed_dictionaries(
    {
        "IpProtocol": st.just("tcp"),
        "FromPort": chosen({"Ref": "C"}, 22, 443),
        "ToPort": chosen({"Ref": "C"}, 443, 22),
        "CidrIp": chosen({"Ref": "A"}, "0.0.0.0/0", "10.0.0.0/8"),
    }
)
STATEMENT = st.fixed_dictionaries(
    {
        "Effect": chosen("Allow", "Deny"),
        "Principal": chosen("*", {"AWS": "111122223333"}),
        "Action": chosen("*", "s3:*"),
        "Resource": chosen("*", "arn:aws:s3:::prod-a/*"),
        "Condition": chosen(NOTHING, {"Bool": {"aws:SecureTransport": "false"}}),
    }
)
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "AWS::EC2::SecurityGroup": {"SecurityGroupIngress": st.lists(chosen(NOTHING) | RULE, min_size=1, max_size=2)},
    "AWS::RDS::DBInstance": {
        "PubliclyAccessible": chosen(True, False, NOTHING),
        "StorageEncrypted": chosen(True, False),
        "KmsKeyId": chosen("alias/prod-rds", NOTHING, "alias/aws/rds"),
    },
    "AWS::KMS::Key": {
        "EnableKeyRotation": chosen(True, False, NOTHING),
        "KeySpec": chosen("SYMMETRIC_DEFAULT", "RSA_2048", NOTHING),
    },
    "AWS::SQS::Queue": {"QueueName": NAME, "KmsMasterKeyId": chosen("alias/aws/sqs", "alias/prod-messaging", NOTHING)},
    "AWS::S3::Bucket": {
        "BucketName": NAME,
        "Tags": st.lists(
            chosen({"Key": "Environment", "Value": {"Ref": "B"}}, {"Key": "Owner", "Value": "a"}, NOTHING), max_size=2
        ),
    },
    "AWS::S3::BucketPolicy": {
        "Bucket": chosen("prod-a", "prod-b"),
        "PolicyDocument": st.lists(chosen(NOTHING) | STATEMENT, min_size=1, max_size=2).map(
            lambda some: {"Statement": some}
        ),
    },
    "AWS::ElasticLoadBalancingV2::Listener": {
        "Protocol": chosen("HTTP", "HTTPS"),
        "SslPolicy": chosen("ELBSecurityPolicy-TLS13-1-2-2021-06", NOTHING),
    },
}

REFERENCES = chosen("nothing", {"Ref": "X"}, {"Fn::GetAtt": ["Y", "Arn"]}, {"Fn::Sub": "of ${Z.Arn}"})


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """Up to three resources, each perhaps under a condition."""
    found = {}
    for name in draw(st.sampled_from(["X", "XY", "XYZ"])):
        type_ = draw(st.sampled_from(sorted(KINDS)))
        found[name] = {
            "Type": type_,
            "Properties": {key: draw(value) for key, value in KINDS[type_].items()},
            "DeletionPolicy": draw(chosen("Retain", "Delete")),
            "UpdateReplacePolicy": "Retain",
            "Metadata": {"Of": draw(REFERENCES)},
        }
        if draw(st.booleans()):
            found[name]["Condition"] = draw(NAMES)
    return found


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


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(conditions(), resources())
def test_the_worlds_find_what_every_value_written_in_finds(names: dict[str, Any], of: dict[str, Any]) -> None:
    sections = {name: {"Type": "String", "AllowedValues": values} for name, values in PARAMETERS.items()}
    body = {"Parameters": sections, "Conditions": names, "Resources": of}
    each = (dict(zip(PARAMETERS, values, strict=True)) for values in itertools.product(*PARAMETERS.values()))
    made = [_written_in(body, values) for values in each]
    deployed = [one for one in made if not _is_refused(one, body)]
    assert _found(body) == set().union(*map(_found, deployed or made))
