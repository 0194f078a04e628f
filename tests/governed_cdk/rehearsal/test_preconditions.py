from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import Template
from governed_cdk.rehearsal.preconditions import network_refusals, refusals


def template(*subnets: str, vpc: str = "10.0.0.0/16") -> Template:
    resources: dict[str, Any] = {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": vpc}}}
    for number, subnet in enumerate(subnets):
        properties = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": subnet}
        resources[f"Subnet{number}"] = {"Type": "AWS::EC2::Subnet", "Properties": properties}
    return Template(Path(), {"Resources": resources})


def test_subnets_that_fit_are_no_problem() -> None:
    assert network_refusals(template("10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/19")) == []


def test_a_subnet_outside_the_vpc_is_a_problem() -> None:
    assert network_refusals(template("192.168.0.0/24")) == ["Subnet0: 192.168.0.0/24: outside the VPC (10.0.0.0/16)"]


def test_subnets_that_overlap_are_a_problem() -> None:
    (refusal,) = network_refusals(template("10.0.0.0/20", "10.0.8.0/21"))
    assert "overlaps" in refusal


def test_networks_that_only_the_deploy_knows_are_left_to_it() -> None:
    assert network_refusals(Template(Path(), {"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}}})) == []


def stack(folder: Path, name: str, body: dict[str, Any]) -> Template:
    path = folder / f"{name}.template.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return Template(path, body, stack_name=name, region="ap-northeast-2")


BOGUS = {"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": {"Bogus": "x"}}}}
EMPTY: dict[str, Any] = {"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}}


@pytest.mark.slow
def test_a_property_that_the_schema_does_not_know_is_a_problem(tmp_path: Path) -> None:
    (refusal,) = refusals([stack(tmp_path, "prod-one", BOGUS)])
    assert refusal.startswith("prod-one: E")
    assert "Bogus" in refusal


def test_a_nested_stack_is_looked_at_as_well(tmp_path: Path) -> None:
    parent = stack(tmp_path, "prod-one", EMPTY)
    parent.nested["Part"] = stack(tmp_path, "part", BOGUS)
    (refusal,) = refusals([parent])
    assert refusal.startswith("prod-one/Part: E")
