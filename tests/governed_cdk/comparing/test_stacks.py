"""What is told of two assemblies: the gravest first, each thing once, and no noise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_cdk.comparing.difference import DifferenceKind
from governed_cdk.comparing.stacks import compared
from tests.governed_cdk.assemblies import Stack, write
from tests.governed_cdk.comparing.support import differences, resource, said

if TYPE_CHECKING:
    from pathlib import Path

TABLE, BUCKET, RULE = "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Events::Rule"


def test_an_assembly_means_what_it_means(tmp_path: Path) -> None:
    one = {"Data": resource(BUCKET, {"BucketName": "data"}), "Jobs": resource(RULE)}
    assert differences(tmp_path, one, one) == []


def test_metadata_order_and_the_order_of_a_deployment_are_no_differences(tmp_path: Path) -> None:
    base = {"Data": resource(BUCKET), "Jobs": resource(RULE, Metadata={"aws:cdk:path": "a/b"})}
    head = {
        "Jobs": resource(RULE, Metadata={"aws:cdk:path": "a/c"}, DependsOn=["Data"]),
        "Data": resource(BUCKET),
        "CDKMetadata": resource("AWS::CDK::Metadata", {"Analytics": "v2:deflate64:H4s"}),
    }
    assert differences(tmp_path, base, head) == []


def test_code_with_the_same_content_under_another_hash_is_no_difference(tmp_path: Path) -> None:
    sides = []
    for side, name, text in (("base", "a", "code"), ("head", "b", "code"), ("other", "c", "more")):
        code = {"Code": {"S3Bucket": "assets", "S3Key": f"{name * 64}.zip"}}
        folder = write(tmp_path / side, {"prod-app": Stack(resources={"F": resource("AWS::Lambda::Function", code)})})
        (folder / f"asset.{name * 64}").mkdir()
        (folder / f"asset.{name * 64}" / "index.py").write_text(text)
        sides.append(folder)
    base, head, other = sides
    assert compared(base, head) == []
    (found,) = compared(base, other)
    assert [one.path for one in found.values] == ["Code.S3Key"]


def test_replacements_and_deletions_come_first_those_of_data_before_others(tmp_path: Path) -> None:
    key = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
    base = {
        "A": resource("AWS::EC2::Subnet", {"CidrBlock": "10.0.0.0/24"}),
        "B": resource(TABLE, {"TableName": "orders", **key}),
        "C": resource("AWS::CloudWatch::Alarm", {"Threshold": 1}),
        "D": resource(BUCKET, DeletionPolicy="Retain"),
    }
    head = {
        "A": resource("AWS::EC2::Subnet", {"CidrBlock": "10.0.1.0/24"}),
        "B": resource(TABLE, {"TableName": "orders-2", **key}),
        "C": resource("AWS::CloudWatch::Alarm", {"Threshold": 2}),
    }
    assert said(differences(tmp_path, base, head)) == [
        "LOST B is replaced by a new, empty one; the old one is deleted, with its data.",
        "LOST D leaves the stack and stays in the account, outside of the stack",
        "LOST A is replaced; the old one is deleted.",
        "ALARMS C changes",
    ]


def test_what_keeps_its_name_cannot_be_replaced(tmp_path: Path) -> None:
    base = {"Lb": resource("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "api", "Scheme": "internal"})}
    head = {"Lb": resource("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "api", "Scheme": "internet-facing"})}
    (found,) = differences(tmp_path, base, head)
    assert found.says == "cannot be replaced while it keeps its name, api: the deploy would fail."
    assert [(one.path, one.old, one.new) for one in found.values] == [("Scheme", "internal", "internet-facing")]


def test_what_names_a_replaced_one_is_replaced_along_at_any_distance(tmp_path: Path) -> None:
    def side(cidr: str) -> dict[str, Any]:
        return {
            "Vpc": resource("AWS::EC2::VPC", {"CidrBlock": cidr}),
            "Subnet": resource("AWS::EC2::Subnet", {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}),
            "Files": resource("AWS::EFS::FileSystem"),
            "Mount": resource("AWS::EFS::MountTarget", {
                "FileSystemId": {"Ref": "Files"}, "SubnetId": {"Ref": "Subnet"}, "SecurityGroups": [],
            }),
        }  # fmt: skip

    found = differences(tmp_path, side("10.0.0.0/16"), side("10.1.0.0/16"))
    assert {(one.logical_id, one.cause) for one in found} == {("Vpc", ""), ("Subnet", "Vpc"), ("Mount", "Vpc")}


def test_a_replaced_resource_with_data_takes_along_what_names_it(tmp_path: Path) -> None:
    def side(encrypted: bool) -> dict[str, Any]:  # noqa: FBT001 - read at its one call
        files = resource("AWS::EFS::FileSystem", {"Encrypted": encrypted})
        return {"Files": files, "Point": resource("AWS::EFS::AccessPoint", {"FileSystemId": {"Ref": "Files"}})}

    found = differences(tmp_path, side(encrypted=True), side(encrypted=False))
    assert [(one.logical_id, one.heavy, one.cause) for one in found] == [("Files", True, ""), ("Point", False, "Files")]


def test_a_resource_of_another_type_under_an_id_is_another_one(tmp_path: Path) -> None:
    found = differences(tmp_path, {"X": resource(BUCKET)}, {"X": resource(RULE)})
    assert said(found) == ["LOST X is replaced: it is AWS::Events::Rule now; the old one is deleted, with its data"]


def test_a_version_that_comes_with_each_publication_is_no_loss(tmp_path: Path) -> None:
    version = resource("AWS::Lambda::Version", {"FunctionName": "f"})
    found = differences(tmp_path, {"Version1": version}, {"Version2": version})
    assert {one.kind for one in found} == {DifferenceKind.OTHER}


def test_a_task_definition_is_published_anew_and_is_no_loss(tmp_path: Path) -> None:
    def app(image: str, group: str) -> dict[str, Any]:
        options = {"Options": {"awslogs-group": {"Ref": "Logs"}}}
        containers = [{"Name": "main", "Image": image, "LogConfiguration": options}]
        return {
            "Logs": resource("AWS::Logs::LogGroup", {"LogGroupName": group}),
            "Tasks": resource("AWS::ECS::TaskDefinition", {"Family": "app", "ContainerDefinitions": containers}),
        }

    (found,) = differences(tmp_path, app("a:1", "x"), app("a:2", "x"))
    assert (found.kind, found.logical_id) == (DifferenceKind.OTHER, "Tasks")
    (found,) = differences(tmp_path, app("a:1", "x"), app("a:1", "y"))
    assert (found.kind, found.logical_id) == (DifferenceKind.LOST, "Logs")


def test_less_protection_is_told_apart(tmp_path: Path) -> None:
    base = {"Data": resource(BUCKET, DeletionPolicy="Retain", UpdateReplacePolicy="Retain")}
    (found,) = differences(tmp_path, base, {"Data": resource(BUCKET)})
    assert found.kind is DifferenceKind.PROTECTION
    assert [(one.path, one.old, one.new) for one in found.values] == [
        ("DeletionPolicy", "Retain", "Delete"), ("UpdateReplacePolicy", "Retain", "Delete"),
    ]  # fmt: skip


def test_a_stack_that_is_no_longer_made_stays_in_the_account(tmp_path: Path) -> None:
    stack = Stack(resources={"Data": resource(BUCKET), "Jobs": resource(RULE)})
    base = write(tmp_path / "base", {"prod-app": stack, "prod-old": stack})
    (found,) = compared(base, write(tmp_path / "head", {"prod-app": stack}))
    assert found.heavy
    assert found.says == (
        "is no longer made, and stays in the account until it is deleted: 1 Events::Rule, 1 S3::Bucket; data is in Data"
    )


def test_a_new_stack_is_one_line_with_what_it_opens(tmp_path: Path) -> None:
    door = resource("AWS::EC2::SecurityGroupIngress", {"CidrIp": "0.0.0.0/0"})
    new = Stack(resources={"Jobs": resource(RULE), "Door": door})
    base = write(tmp_path / "base", {"prod-app": Stack()})
    head = write(tmp_path / "head", {"prod-app": Stack(), "prod-new": new})
    assert said(compared(base, head)) == [
        "EXPOSURE Door is new", "OTHER  is a new stack: 1 EC2::SecurityGroupIngress, 1 Events::Rule",
    ]  # fmt: skip


def test_a_stack_in_another_region_is_an_empty_one(tmp_path: Path) -> None:
    base = write(tmp_path / "base", {"prod-app": Stack(resources={"Data": resource(BUCKET)})})
    head = write(tmp_path / "head", {"prod-app": Stack(resources={"Data": resource(BUCKET)}, region="us-east-1")})
    found = compared(base, head)
    assert [one.kind for one in found] == [DifferenceKind.LOST]
    assert "another region" in found[0].says


def test_a_nested_stack_is_followed(tmp_path: Path) -> None:
    sides = []
    for side, size in (("base", 1), ("head", 2)):
        parent = resource("AWS::CloudFormation::Stack", {"TemplateURL": f"https://x/{'ab'[size - 1] * 64}.json"},
                          Metadata={"aws:asset:path": "part.nested.template.json"})  # fmt: skip
        folder = write(tmp_path / side, {"prod-app": Stack(resources={"Part": parent})})
        nested = {"Resources": {"Jobs": resource(RULE, {"ScheduleExpression": str(size)})}}
        (folder / "part.nested.template.json").write_text(json.dumps(nested))
        sides.append(folder)
    (found,) = compared(*sides)
    assert (found.stack, found.logical_id) == ("prod-app/Part", "Jobs")
