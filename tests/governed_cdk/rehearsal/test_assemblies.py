from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.rehearsal.assemblies import RehearsedStack, read_stacks, regions, types

if TYPE_CHECKING:
    from tests.support import Templates


def stack(name: str, region: str, **resources: dict[str, Any]) -> RehearsedStack:
    return RehearsedStack(name, "111122223333", region, f"{name}.template.json", {"Resources": resources})


def test_the_region_with_the_most_stacks_is_home() -> None:
    stacks = [stack("a", "us-east-1"), stack("b", "ap-northeast-2"), stack("c", "ap-northeast-2")]
    assert regions(stacks) == ["ap-northeast-2", "us-east-1"]


def test_types_come_with_the_attributes_that_somebody_asks_for() -> None:
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}}
    key = {"Type": "AWS::KMS::Key", "Properties": {}}
    assert types([stack("a", "ap-northeast-2", Key=key, Parameter=parameter)]) == {
        "AWS::KMS::Key": ["Arn"], "AWS::SSM::Parameter": [],
    }  # fmt: skip


def test_an_assembly_is_read_as_cdk_wrote_it(prod: Templates) -> None:
    stacks = {found.name: found for found in read_stacks(prod.folder)}
    assert set(stacks) == {f"prod-{name}" for name in prod}
    assert stacks["prod-kms"].account == "111122223333"
    assert stacks["prod-route53-us-east-1"].region == "us-east-1"
    assert stacks["prod-kms"].template == prod["kms"]
