from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_cdk.rehearsal.assemblies import RehearsedStack
from governed_cdk.rehearsal.preconditions import network_problems, problems

if TYPE_CHECKING:
    from pathlib import Path


def template(*subnets: str, vpc: str = "10.0.0.0/16") -> dict[str, Any]:
    resources: dict[str, Any] = {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": vpc}}}
    for number, subnet in enumerate(subnets):
        properties = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": subnet}
        resources[f"Subnet{number}"] = {"Type": "AWS::EC2::Subnet", "Properties": properties}
    return {"Resources": resources}


def test_subnets_that_fit_are_no_problem() -> None:
    assert network_problems(template("10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/19")) == []


def test_a_subnet_outside_the_vpc_is_a_problem() -> None:
    assert network_problems(template("192.168.0.0/24")) == ["Subnet0: 192.168.0.0/24: outside the VPC (10.0.0.0/16)"]


def test_subnets_that_overlap_are_a_problem() -> None:
    (problem,) = network_problems(template("10.0.0.0/20", "10.0.8.0/21"))
    assert "overlaps" in problem


def test_networks_that_only_the_deploy_knows_are_left_to_it() -> None:
    assert network_problems({"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {}}}}) == []


def test_a_property_that_the_schema_does_not_know_is_a_problem(tmp_path: Path) -> None:
    body = {"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": {"Bogus": "x"}}}}
    (tmp_path / "one.template.json").write_text(json.dumps(body), encoding="utf-8")
    stack = RehearsedStack("prod-one", "111122223333", "ap-northeast-2", "one.template.json", body)
    (problem,) = problems(tmp_path, [stack])
    assert problem.startswith("prod-one: E")
    assert "Bogus" in problem
