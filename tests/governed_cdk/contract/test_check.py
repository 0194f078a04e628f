from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.governed_cdk.assemblies import (
    KEY,
    KMS,
    LIST,
    QUEUE,
    STRING,
    SUBNETS,
    VPC,
    Stack,
    found,
    reading_topic,
    run,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_platform_no_longer_publishes_while_a_stack_reads_it_is_a_finding(tmp_path: Path) -> None:
    kms = Stack(publishes={"/prod/kms/efs-key-arn": "String"})
    done = run(write(tmp_path, {"prod-kms": kms, "prod-rds": Stack(reads={KEY: STRING})}))
    assert done.code == 3
    assert done.findings == [f"prod-rds reads {KEY} (String): kms does not publish it; allowed: /prod/kms/efs-key-arn"]


def test_a_name_that_nobody_has_is_a_finding_with_what_was_meant(tmp_path: Path) -> None:
    assert found(tmp_path, prod_app=Stack(reads={"/prod/kms/rds-key": STRING})) == [
        (
            f"prod-app reads /prod/kms/rds-key (String): nobody publishes it (did you mean {KEY}?); allowed: an output "
            "of a stack here, of a manifest or of the contract"
        )
    ]


def test_a_service_repository_may_read_what_the_platform_declares(tmp_path: Path) -> None:
    service = Stack(reads={KEY: STRING, SUBNETS: LIST, "/shared/network/vpc-id": STRING})
    done = run(write(tmp_path, {"prod-fileflow": service}), "--format", "json")
    assert (done.code, done.findings) == (0, [])
    assert {parameter["external"] for parameter in done.document["parameters"]} == {True}


@pytest.mark.parametrize(
    ("reads", "says"),
    [
        ({KEY: LIST}, "the contract has a String; allowed: AWS::SSM::Parameter::Value<String>"),
        ({SUBNETS: STRING}, "the contract has a StringList; allowed: AWS::SSM::Parameter::Value<List<String>>"),
        ({VPC: "AWS::SSM::Parameter::Value<CommaDelimitedList>"}, "the contract has a String"),
    ],
)
def test_a_service_repository_reads_the_platform_s_types(tmp_path: Path, reads: dict[str, str], says: str) -> None:
    (finding,) = found(tmp_path, prod_fileflow=Stack(reads=reads))
    assert says in finding


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        (VPC, "AWS::EC2::VPC::Id"),
        (SUBNETS, "List<AWS::EC2::Subnet::Id>"),
        (SUBNETS, "CommaDelimitedList"),
    ],
)
def test_types_of_aws_s_own_travel_as_text_or_lists(tmp_path: Path, name: str, inner: str) -> None:
    assert found(tmp_path, prod_app=Stack(reads={name: f"AWS::SSM::Parameter::Value<{inner}>"})) == []


def test_a_type_that_changed_names_the_producer_and_each_consumer(tmp_path: Path) -> None:
    network = Stack(publishes={SUBNETS: "String"})
    assert found(tmp_path, prod_network=network, prod_rds=Stack(reads={SUBNETS: LIST})) == [
        f"prod-network publishes {SUBNETS} as String; allowed: StringList, as declared",
        (
            f"prod-rds reads {SUBNETS} as StringList: prod-network has a String; "
            "allowed: AWS::SSM::Parameter::Value<String>"
        ),
    ]


def test_a_type_that_cloudformation_cannot_make_is_a_finding(tmp_path: Path) -> None:
    assert found(tmp_path, prod_orders=Stack(publishes={QUEUE: "SecureString"})) == [
        f"prod-orders publishes {QUEUE} as SecureString; allowed: String or StringList"
    ]


def test_two_producers_of_one_parameter_are_a_finding(tmp_path: Path) -> None:
    queue, there = Stack(publishes={QUEUE: "String"}), Stack(publishes={QUEUE: "String"}, region="us-east-1")
    assert found(tmp_path, prod_a=queue, prod_b=queue) == [f"prod-a and prod-b publish {QUEUE}; allowed: one producer"]
    assert found(tmp_path, prod_a=queue, prod_b=there) == []


def test_a_parameter_of_another_region_cannot_be_read(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, prod_kms=KMS, prod_cdn=Stack(reads={KEY: STRING}, region="us-east-1"))
    assert finding == (
        f"prod-cdn reads {KEY} (String) in 111122223333/us-east-1: published only by prod-kms in "
        "111122223333/ap-northeast-2; allowed: a parameter of its own account and region"
    )


def test_a_cycle_is_named_whole(tmp_path: Path) -> None:
    a, b, c = (f"/prod/{name}/x" for name in "abc")
    done = run(
        write(
            tmp_path,
            {
                "prod-a": Stack(publishes={a: "String"}, reads={c: STRING}),
                "prod-b": Stack(publishes={b: "String"}, reads={a: STRING}),
                "prod-c": Stack(publishes={c: "String"}, reads={b: STRING}),
                "prod-d": Stack(reads={a: STRING}),
            },
        ),
        "--format",
        "json",
    )
    assert done.code == 3
    (finding,) = done.document["findings"]
    circle = finding.removeprefix("cycle ").partition(":")[0].split(" -> ")
    assert circle[0] == circle[-1]
    assert sorted(circle[1:]) == ["prod-a", "prod-b", "prod-c"]
    assert all(f"prod-{name} reads /prod/{producer}/x" in finding for name, producer in ("ac", "ba", "cb"))
    assert done.document["waves"] == []


def test_two_cycles_are_two_findings(tmp_path: Path) -> None:
    stacks = {
        f"prod_{name}": Stack(publishes={f"/prod/{name}/x": "String"}, reads={f"/prod/{other}/x": STRING})
        for name, other in ("ab", "ba", "cd", "dc")
    }
    assert len(found(tmp_path, **stacks)) == 2


def test_a_stack_that_reads_what_it_makes_itself_cannot_begin(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, prod_kms=Stack(publishes={KEY: "String"}, reads={KEY: STRING}))
    assert finding.startswith("cycle prod-kms -> prod-kms: prod-kms reads")


def test_a_secret_parameter_is_made_by_hand_and_no_finding(tmp_path: Path) -> None:
    reader = Stack(resources=reading_topic("{{resolve:ssm-secure:/prod/app/token:1}}"))
    assert found(tmp_path, prod_app=reader) == []
