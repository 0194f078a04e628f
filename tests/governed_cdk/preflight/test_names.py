from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.preflight import names
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.additions import Addition
from tests.governed_cdk.assemblies import ACCOUNT, HOME
from tests.governed_cdk.preflight.answers import ABSENT, answering
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable


class Named(Account):
    """An account with some parameters."""

    def __init__(self, *parameters: str) -> None:
        super().__init__()
        self.parameters = parameters

    def types(self, names: Iterable[str], _region: str) -> dict[str, str]:
        return dict.fromkeys(set(names) & set(self.parameters), "String")


def added(type_: str, **properties: Any) -> Addition:
    return Addition("prod-app", "Thing", type_, properties, ACCOUNT, HOME)


def test_a_parameter_that_exists_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch)
    wanted = [added("AWS::SSM::Parameter", Name=name) for name in ("/shared/kms/rds-key-arn", "/prod/kms/rds-key-arn")]
    said = names.asked(wanted, Named("/shared/kms/rds-key-arn"))
    (line,) = said.findings
    what, remedy = line.split("; ")
    assert what == f"prod-app makes AWS::SSM::Parameter /shared/kms/rds-key-arn: it exists in {ACCOUNT}/{HOME}"
    assert remedy == "take it away, adopt it by cdk import, or give another name"


@pytest.mark.parametrize(
    ("type_", "properties", "asked"),
    [
        ("AWS::SNS::Topic", {"TopicName": "a"}, "cloudcontrol.get_resource:AWS::SNS::Topic"),
        ("AWS::IAM::Role", {"RoleName": "a"}, "cloudcontrol.get_resource:AWS::IAM::Role"),
        ("AWS::S3::Bucket", {"BucketName": "a"}, "s3.head_bucket:a"),
        ("AWS::SecretsManager::Secret", {"Name": "a"}, "secretsmanager.describe_secret:a"),
    ],
)
def test_another_name_is_asked_for_by_its_row(
    monkeypatch: pytest.MonkeyPatch, type_: str, properties: dict[str, Any], asked: str
) -> None:
    answers = answering(monkeypatch, **{asked.split(":", 1)[0].replace(".", "__"): {"There": True}})
    (line,) = names.asked([added(type_, **properties)], Named()).findings
    assert line.startswith(f"prod-app makes {type_} a: it exists in {ACCOUNT}/{HOME}; ")
    assert answers.asked == [asked]


def test_a_bucket_of_somebody_else_needs_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, s3__head_bucket="403")
    (line,) = names.asked([added("AWS::S3::Bucket", BucketName="taken")], Named()).findings
    assert line == "prod-app makes AWS::S3::Bucket taken: it belongs to another account; give it another name"


def test_what_is_absent_is_no_finding_and_a_refused_question_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    role = added("AWS::IAM::Role", RoleName="a")
    answering(monkeypatch, cloudcontrol__get_resource=ABSENT)
    said = names.asked([role], Named())
    assert (said.findings, said.unknown) == ([], [])
    answering(monkeypatch, cloudcontrol__get_resource="AccessDeniedException")
    said = names.asked([role], Named())
    assert said.findings == []
    assert said.unknown == [f"prod-app: whether AWS::IAM::Role a exists in {ACCOUNT}/{HOME}: AccessDeniedException"]


@pytest.mark.parametrize(("there", "findings"), [([], 0), ([{"TargetGroupName": "a"}], 1)])
def test_an_answer_that_lists_nothing_has_no_such_name(
    monkeypatch: pytest.MonkeyPatch, there: list[Any], findings: int
) -> None:
    answering(monkeypatch, elbv2__describe_target_groups={"TargetGroups": there, "ResponseMetadata": {}})
    said = names.asked([added("AWS::ElasticLoadBalancingV2::TargetGroup", Name="a")], Named())
    assert (len(said.findings), said.unknown) == (findings, [])


def test_a_name_that_the_deploy_makes_up_is_asked_for_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = answering(monkeypatch)
    wanted = [added("AWS::IAM::Role"), added("AWS::IAM::Role", RoleName={"Ref": "Name"}), added("AWS::EC2::VPC")]
    assert names.asked(wanted, Named()).findings == []
    assert answers.asked == []


def test_every_name_of_the_terraform_platform_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account that the product is for: it holds every parameter that docs/parity lists."""
    answering(monkeypatch)
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/parity").glob("*.csv")))
    legacy = sorted({word for line in text.splitlines() for word in line.split(",") if word.startswith("/shared/")})
    assert len(legacy) > 15
    said = names.asked([added("AWS::SSM::Parameter", Name=name) for name in legacy], Named(*legacy))
    assert len(said.findings) == len(legacy)
