from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.assembly import read_assembly
from governed_cdk.contract.check import contract_findings
from governed_cdk.contract.graph import graph_of
from tests.governed_cdk.assemblies import KEY, KMS, QUEUE, STRING, SUBNETS, Stack, found, reading_topic, run, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        f"{{{{resolve:ssm:{KEY}}}}}",
        f"{{{{resolve:ssm:{KEY}:3}}}}",
        f"key: {{{{resolve:ssm:{KEY}}}}}, and more",
        {"Fn::Sub": "{{resolve:ssm:/${Env}/kms/rds-key-arn}}"},
        {"Fn::Join": ["/", ["{{resolve:ssm:", {"Ref": "Env"}, "kms/rds-key-arn}}"]]},
        {"Fn::If": ["X", f"{{{{resolve:ssm:{KEY}}}}}", {"Ref": "AWS::NoValue"}]},
        {"Fn::Sub": [f"${{Key}} {{{{resolve:ssm:{KEY}}}}}", {"Key": {"Ref": "Other"}}]},
    ],
    ids=str,
)
def test_a_dynamic_reference_reads_too(tmp_path: Path, text: Any) -> None:
    stack = Stack(resources=reading_topic(text), parameters={"Env": {"Type": "String", "Default": "prod"}})
    graph = graph_of(read_assembly(write(tmp_path, {"prod-app": stack, "prod-kms": KMS})))
    assert [(read.parameter, read.wire, read.stack) for read in graph.reads] == [(KEY, "", "prod-app")]
    assert graph.edges == {("prod-kms", "prod-app"): frozenset({KEY})}


def test_a_default_that_is_a_dynamic_reference_reads_too(tmp_path: Path) -> None:
    key = {
        "Type": "String",
        "Default": f"{{{{resolve:ssm:{KEY}}}}}",
        "Description": "or {{resolve:ssm:/prod/kms/none}}",
    }
    stack = Stack(resources=reading_topic({"Ref": "Key"}), parameters={"Key": key})
    graph = graph_of(read_assembly(write(tmp_path, {"prod-app": stack})))
    assert [read.parameter for read in graph.reads] == [KEY]


def test_a_dynamic_reference_takes_any_type_but_needs_a_producer(tmp_path: Path) -> None:
    reader = Stack(resources=reading_topic(f"{{{{resolve:ssm:{SUBNETS}}}}}"))
    assert found(tmp_path, prod_network=Stack(publishes={SUBNETS: "StringList"}), prod_app=reader) == []
    assert len(found(tmp_path, prod_kms=KMS, prod_app=reader)) == 1


def test_a_name_that_only_the_deploy_knows_is_unknown_rather_than_fine(tmp_path: Path) -> None:
    stack = Stack(
        parameters={"Key": {"Type": STRING}, "Env": {"Type": "String"}},
        resources={
            "Made": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Name": {"Fn::Sub": "/${Env}/x/y"}, "Type": "String"},
            },
            **reading_topic({"Fn::Sub": "{{resolve:ssm:/${Env}/kms/rds-key-arn}}"}),
        },
    )
    done = run(write(tmp_path, {"prod-app": stack}), "--format", "json")
    assert done.document["unknown"] == [
        "prod-app publishes Made as /${parameter Env}/x/y",
        "prod-app reads what parameter Key is given at the deploy",
        "prod-app reads {{resolve:ssm:/${parameter Env}/kms/rds-key-arn}}",
    ]


def test_references_inside_a_text_that_only_the_deploy_knows_are_told_each(tmp_path: Path) -> None:
    text = "a{{resolve:ssm:/${Env}/x:2}}b{{resolve:ssm-secure:/${Env}/y:1}}c{{resolve:secretsmanager:${Env}}}"
    stack = Stack(parameters={"Env": {"Type": "String"}}, resources=reading_topic({"Fn::Sub": text}))
    done = run(write(tmp_path, {"prod-app": stack}), "--format", "json")
    assert done.document["unknown"] == [
        "prod-app reads {{resolve:ssm:/${parameter Env}/x}}",
        "prod-app reads {{resolve:ssm-secure:/${parameter Env}/y:1}}",
    ]


def test_a_nested_stack_reads_and_publishes_as_its_parent(tmp_path: Path) -> None:
    nested = Stack(publishes={QUEUE: "String"}, parameters={"Key": {"Type": STRING}})
    outer = {
        "Inner": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"Parameters": {"Key": KEY}},
            "Metadata": {"aws:asset:path": "inner.json"},
        }
    }
    write(tmp_path, {"prod-app": Stack(resources=outer), "prod-kms": KMS})
    (tmp_path / "inner.json").write_text(json.dumps(nested.template))
    graph = graph_of(read_assembly(tmp_path))
    assert [(read.parameter, read.stack) for read in graph.reads] == [(KEY, "prod-app")]
    assert {entry.stack for entry in graph.publications if entry.parameter == QUEUE} == {"prod-app"}
    assert contract_findings(graph) == []
