"""What a transform brings is unknown: beside properties whatever is not there, among resources told once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import Unknown
from governed_cdk.formats import FORMATS, render
from governed_cdk.formats.report import report
from tests.aspects.judge.rules.support import findings_of, judged, template_of, unknown_of

INCLUDE = "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://shared/parts.yaml}}"
KEYS = "encryption-uses-a-customer-managed-key"
RULE = "what-is-included-is-not-judged"
TOPIC = "Topic: {Type: AWS::SNS::Topic}\n"


def told(resources: str, sections: str = "") -> list[str]:
    return [one.breach.found for one in judged(resources, sections).unknown if one.rule.id == RULE]


def test_what_is_included_among_the_resources_is_told_once_and_the_rest_is_judged() -> None:
    resources = f"{TOPIC}{INCLUDE}\n"
    assert told(resources) == ["AWS::Include brings what nobody can judge before the deploy."]
    assert [place for place, _ in findings_of(KEYS, resources)] == ["Topic"]
    assert list(template_of(resources).resources) == ["Topic"]


@pytest.mark.parametrize(
    "included",
    [
        "Fn::Transform: [{Name: AWS::Include}, {Name: Macro}]",
        "Fn::Transform: Macro",
        "Fn::Transform: {Name: !Ref Name}",
        "Fn::Transform: {}",
        "Fn::Transform: null",
    ],
)
def test_an_include_of_any_shape_is_no_bad_input(included: str) -> None:
    assert [place for place, _ in findings_of(KEYS, f"{TOPIC}{included}\n")] == ["Topic"]


def test_an_include_at_the_top_of_a_template_is_told_and_another_transform_is_not() -> None:
    location = "Parameters: {Location: s3://shared/parts.yaml}"
    assert told(TOPIC, f"Transform: [AWS::LanguageExtensions, {{Name: AWS::Include, {location}}}]") != []
    assert told(TOPIC, "Transform: AWS::LanguageExtensions") == []
    assert told(TOPIC) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_it(format_: str) -> None:
    template = template_of(f"{TOPIC}{INCLUDE}\n")
    assert "AWS::Include brings what nobody can judge" in render(report(judge([template]), [template]), format_)


@pytest.mark.parametrize(
    ("rule", "type_", "properties"),
    [
        (KEYS, "AWS::S3::Bucket", "{BucketName: prod-shop"),
        (KEYS, "AWS::SNS::Topic", "{TopicName: prod-shop"),
        (KEYS, "AWS::Logs::LogGroup", "{LogGroupName: /aws/shop/api"),
        ("buckets-are-not-public", "AWS::S3::Bucket", "{BucketName: prod-shop"),
        ("log-groups-have-a-retention", "AWS::Logs::LogGroup", "{LogGroupName: /aws/shop/api"),
        ("required-tags-are-present-and-valid", "AWS::SNS::Topic", "{TopicName: prod-shop"),
        ("required-tags-are-present-and-valid", "AWS::SSM::Parameter", "{Name: /a, Tags: {Owner: platform"),
        ("keys-are-rotated", "AWS::KMS::Key", "{Description: Orders"),
        ("kubernetes-endpoints-are-not-public", "AWS::EKS::Cluster", "{ResourcesVpcConfig: {SubnetIds: [a]"),
        ("images-are-scanned", "AWS::ECR::Repository", "{RepositoryName: prod-shop"),
        ("alarms-link-a-runbook", "AWS::CloudWatch::Alarm", "{AlarmActions: [a]"),
    ],
)
def test_what_is_not_there_beside_an_include_is_unknown_rather_than_absent(
    rule: str, type_: str, properties: str
) -> None:
    closed = "}" * properties.count("{")
    absent = f"It: {{Type: {type_}, Properties: {properties}{closed}}}"
    included = f"It: {{Type: {type_}, Properties: {properties}, {INCLUDE}{closed}}}"
    assert findings_of(rule, absent) != []
    assert findings_of(rule, included) == []
    assert unknown_of(rule, included) != []


def test_what_stands_beside_an_include_is_judged_as_it_stands() -> None:
    bucket = f"It: {{Type: AWS::S3::Bucket, Properties: {{AccessControl: PublicRead, {INCLUDE}}}}}"
    assert ("It", "AccessControl") in findings_of("buckets-are-not-public", bucket)


def test_an_include_beside_the_type_may_bring_properties_and_policies() -> None:
    bucket = f"It: {{Type: AWS::S3::Bucket, {INCLUDE}}}"
    assert findings_of(KEYS, bucket) == []
    assert findings_of("stateful-resources-are-retained", bucket) == []
    assert len(unknown_of("stateful-resources-are-retained", bucket)) == 2


@pytest.mark.parametrize(
    "document",
    [
        f"{{Version: '2012-10-17', {INCLUDE}}}",
        f"{{Statement: [{{{INCLUDE}}}]}}",
        f"{{Statement: [{{Effect: Allow, Principal: {{AWS: '*'}}, Action: 'sqs:*', {INCLUDE}}}]}}",
        f"{{Statement: {{{INCLUDE}}}}}",
        f"{{{INCLUDE}}}",
    ],
)
def test_a_policy_with_an_include_in_it_is_unknown(document: str) -> None:
    policy = f"It: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [a], PolicyDocument: {document}}}}}"
    assert findings_of("policies-name-their-principals", policy) == []
    assert unknown_of("policies-name-their-principals", policy) != []


@pytest.mark.parametrize(
    ("value", "path", "values"),
    [
        ({"A": 1, "Fn::Transform": {"Name": "x"}}, ("A",), [1]),
        ({"A": 1, "Fn::Transform": {"Name": "x"}}, ("B", "C"), [Unknown("Fn::Transform")]),
        ({"A": {"B": 1, "Fn::Transform": {}}}, ("A", "C"), [Unknown("Fn::Transform")]),
        ({"A": 1, "Fn::Transform": {}}, ("*",), [1, Unknown("Fn::Transform")]),
        ({"A": [1, {"Fn::Transform": {}}], "Q": 1}, ("A", "*"), [1, Unknown("Fn::Transform")]),
        ({"A": {"Fn::Transform": {}}, "Q": 1}, ("A", "*", "B"), [Unknown("Fn::Transform")]),
    ],
)
def test_a_transform_at_any_depth_is_unknown_there(value: Any, path: tuple[str, ...], values: list[Any]) -> None:
    template = template_of(f"It: {json.dumps({'Type': 'AWS::SNS::Topic', 'Properties': value})}")
    assert template.resources["It"].values(*path) == values
