"""What is deployed and stands in no template that was read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from tests.aspects.judge.rules.provenance.unjudged import RULE, parts
from tests.aspects.judge.rules.support import judged, unknown_of

if TYPE_CHECKING:
    from pathlib import Path


def named(type_: str, properties: str = "{}") -> list[str]:
    found = parts(f"Thing: {{Type: '{type_}', Properties: {properties}}}\n")
    assert {logical_id for logical_id, _ in found} <= {"Thing"}
    return [name for _, name in found]


@pytest.mark.parametrize(
    "transform",
    [
        "Evil",
        "[AWS::Serverless-2016-10-31, Evil]",
        "{Name: Evil, Parameters: {a: b}}",
        "[{Name: Evil}]",
        "111122223333::Evil",
    ],
)
def test_a_macro_of_the_template_is_told_of_the_template(transform: str) -> None:
    ((logical_id, name),) = parts("", f"Transform: {transform}")
    assert (logical_id, name.rpartition(":")[2]) == ("Template", "Evil")


@pytest.mark.parametrize(
    "transform",
    [
        "AWS::Serverless-2016-10-31",
        "AWS::LanguageExtensions",
        "[AWS::LanguageExtensions, AWS::SecretsManager-2024-09-16]",
        "AWS::CodeDeployBlueGreen",
    ],
)
def test_a_macro_of_aws_is_none(transform: str) -> None:
    assert parts("", f"Transform: {transform}") == []


@pytest.mark.parametrize(
    "properties",
    [
        "{'Fn::Transform': {Name: Evil}}",
        "{Code: {'Fn::Transform': {Name: Evil, Parameters: {a: b}}}}",
        "{Layers: [a, {'Fn::Transform': [{Name: Evil}]}]}",
        "{Role: !If [Chosen, r, {'Fn::Transform': {Name: Evil}}]}",
    ],
)
def test_a_macro_within_a_resource_is_told_of_it(properties: str) -> None:
    assert named("AWS::Lambda::Function", properties) == ["Evil"]


def test_a_macro_in_another_section_is_told_of_the_template() -> None:
    outputs = "Outputs: {A: {Value: {'Fn::Transform': {Name: Evil}}}}"
    assert parts("", outputs) == [("Template", "Evil")]


def test_a_file_that_is_included_is_told_by_its_place() -> None:
    include = "{'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://b/x.yaml'}}}"
    assert named("AWS::Lambda::Function", include) == ["s3://b/x.yaml"]
    assert parts("", "Transform: {Name: AWS::Include, Parameters: {Location: s3://b/y.yaml}}") == [
        ("Template", "s3://b/y.yaml")
    ]


@pytest.mark.parametrize(
    "type_",
    [
        "AWSUtility::CloudFormation::CommandRunner",
        "MongoDB::Atlas::Cluster",
        "AWSQS::EKS::Helm",
        "Initech::TPS::Report",
        "Example::Network::Vpc::MODULE",
        "AWS::S3::Bucket::MODULE",
    ],
)
def test_a_type_of_a_third_party_and_a_module_are_told_by_their_type(type_: str) -> None:
    assert named(type_) == [type_]


def test_types_of_aws_are_none() -> None:
    assert named("AWS::S3::Bucket") == []
    assert named("AWS::Serverless::Function") == []
    assert named("Alexa::ASK::Skill") == []


@pytest.mark.parametrize(
    ("type_", "properties", "name"),
    [
        ("AWS::CloudFormation::Stack", "{TemplateURL: 'https://b.s3.amazonaws.com/x.yaml'}", "https://b.s3.amazonaws.com/x.yaml"),
        ("AWS::CloudFormation::Stack", "{TemplateURL: 'http://example.com/x.yaml'}", "http://example.com/x.yaml"),
        ("AWS::CloudFormation::Stack", "{TemplateURL: !Ref Given}", "parameter Given"),
        ("AWS::CloudFormation::Stack", "{TemplateURL: !Sub 'https://${Given}/x'}", "https://${parameter Given}/x"),
        ("AWS::CloudFormation::Stack", "{TemplateURL: ./not-there.yaml}", "./not-there.yaml"),
        ("AWS::Serverless::Application", "{Location: 'https://b.s3.amazonaws.com/x.yaml'}", "https://b.s3.amazonaws.com/x.yaml"),
        (
            "AWS::Serverless::Application",
            "{Location: {ApplicationId: 'arn:aws:serverlessrepo:us-east-1:1:applications/x', SemanticVersion: 1.0.0}}",
            "arn:aws:serverlessrepo:us-east-1:1:applications/x",
        ),
        ("AWS::CloudFormation::StackSet", "{TemplateURL: 'https://b.s3.amazonaws.com/x.yaml'}", "https://b.s3.amazonaws.com/x.yaml"),
        ("AWS::CloudFormation::StackSet", "{TemplateBody: !Ref Given}", "TemplateBody"),
        ("AWS::CloudFormation::StackSet", "{TemplateBody: 'no template'}", "TemplateBody"),
        ("AWS::CloudFormation::Macro", "{Name: Tidy, FunctionName: !Ref Function}", "Tidy"),
        ("AWS::ServiceCatalog::CloudFormationProvisionedProduct", "{ProductName: vpc}", "vpc"),
        ("AWS::ServiceCatalog::CloudFormationProvisionedProduct", "{ProductId: prod-0123}", "prod-0123"),
        (
            "AWS::ServiceCatalog::CloudFormationProduct",
            "{ProvisioningArtifactParameters: [{Info: {LoadTemplateFromURL: 'https://b/x.json'}}]}",
            "https://b/x.json",
        ),
        (
            "AWS::ServiceCatalog::CloudFormationProduct",
            """{ProvisioningArtifactParameters: [{Info: '{"LoadTemplateFromURL": "https://b/x.json"}'}]}""",
            "https://b/x.json",
        ),
    ],
)  # fmt: skip
def test_a_template_elsewhere_is_told_by_its_address(type_: str, properties: str, name: str) -> None:
    assert named(type_, properties) == [name]


@pytest.mark.parametrize("type_", ["Custom::Anything", "AWS::CloudFormation::CustomResource"])
def test_a_custom_resource_is_judged_with_its_function_or_told(type_: str) -> None:
    for own in ("!GetAtt Function.Arn", "!Ref Alias", "!If [Chosen, !GetAtt Function.Arn, !Ref Alias]"):
        assert named(type_, f"{{ServiceToken: {own}}}") == []
    assert named(type_, "{ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:x'}") == [
        "arn:aws:lambda:us-east-1:111122223333:function:x"
    ]
    assert named(type_, "{ServiceToken: !ImportValue provider}") == ["import provider"]
    assert named(type_, "{ServiceToken: !Ref Given}") == ["parameter Given"]
    assert named(type_, "{ServiceToken: !Ref Topic}") == ["Topic"]


def test_a_nested_template_that_was_read_is_none(tmp_path: Path) -> None:
    child = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    (tmp_path / "child.yaml").write_text(json.dumps(child), encoding="utf-8")
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "./child.yaml"}}
    (tmp_path / "parent.yaml").write_text(json.dumps({"Resources": {"Nested": nested}}), encoding="utf-8")
    found = judge(load([tmp_path / "parent.yaml"]))
    assert RULE not in {one.rule.id for one in found.findings}


def test_it_only_warns_in_the_version_that_brings_it_and_is_no_unknown() -> None:
    verdict = judged("A: {Type: 'X::Y::Z'}")
    assert [one.severity for one in verdict.findings if one.rule.id == RULE] == ["warning"]
    assert unknown_of(RULE, "A: {Type: 'X::Y::Z'}") == []


def test_its_fix_names_what_may_be_allowed() -> None:
    (finding,) = [one for one in judged("A: {Type: 'X::Y::Z'}").findings if one.rule.id == RULE]
    assert 'allow: "X::Y::Z"' in finding.breach.fix
