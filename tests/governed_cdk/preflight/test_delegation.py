from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspects.judge.template import Template
from governed_cdk.preflight import delegation
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.additions import Addition, Said
from tests.governed_cdk.preflight.answers import answering
from tests.governed_cdk.preflight.name_server import Parent, serving

OURS = ("ns-1.awsdns-01.com", "ns-2.awsdns-02.net")
CERTIFICATE = "AWS::CertificateManager::Certificate"
PUBLISHED = "/dev/route53/hosted-zone-id"
ZONE: dict[str, Any] = {
    "ssm__get_parameter": {"Parameter": {"Value": "Z1"}},
    "route53__get_hosted_zone": {
        "HostedZone": {"Name": "dev.example.com."},
        "DelegationSet": {"NameServers": [*OURS]},
    },
}


def said(
    monkeypatch: pytest.MonkeyPatch,
    delegated: dict[str, tuple[str, ...]] | None = None,
    *,
    zone: Any = None,
    at: str = "",
    new: bool = True,
    **answers: Any,
) -> Said:
    """What is said of a stack with one certificate, whose parent zone names these servers."""
    answering(monkeypatch, **{**ZONE, **answers})
    options = [{"DomainName": "dev.example.com", "HostedZoneId": {"Ref": "Zone"} if zone is None else zone}]
    properties = {"DomainName": "dev.example.com", "DomainValidationOptions": options}
    stack = Template(
        Path(),
        {
            "Parameters": {"Zone": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": PUBLISHED}},
            "Resources": {"Certificate": {"Type": CERTIFICATE, "Properties": properties}},
        },
        stack_name="dev-acm",
        region="ap-northeast-2",
    )
    added = [Addition("dev-acm", "Certificate", CERTIFICATE, properties, "111122223333", "ap-northeast-2")]
    with serving(Parent("example.com", delegated or {})) as resolver:
        account = Account(at or None, region_name="ap-northeast-2", aws_access_key_id="x", aws_secret_access_key="x")
        return delegation.asked([stack], added if new else [], account, resolver)


def test_a_zone_that_its_parent_names_is_delegated(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, {"dev.example.com": OURS}) == Said()
    assert said(monkeypatch, {"dev.example.com": OURS}, zone="Z1") == Said()


def test_a_zone_that_nobody_names_is_told_with_what_to_enter_where(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = said(monkeypatch).findings
    assert line == (
        "dev-acm proves a certificate in dev.example.com: its parent zone names no server of it; enter "
        "ns-1.awsdns-01.com, ns-2.awsdns-02.net at the registrar, or as its NS record in the parent zone"
    )


def test_the_servers_of_another_zone_of_the_same_name_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = said(monkeypatch, {"dev.example.com": ("ns.elsewhere.test",)}).findings
    assert "its parent zone names ns.elsewhere.test; enter ns-1.awsdns-01.com" in line


@pytest.mark.parametrize(
    "answers",
    [{"ssm__get_parameter": {}}, {"route53__get_hosted_zone": {"HostedZone": {"Name": "dev.example.com."}}}],
    ids=["a zone that this deploy makes", "a private zone"],
)
def test_what_is_not_there_yet_or_never_delegated_is_not_asked_for(
    answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(monkeypatch, **answers) == Said()


def test_a_certificate_that_is_there_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, new=False) == Said()


def test_what_the_account_does_not_tell_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, route53__get_hosted_zone="AccessDenied").unknown == [
        "dev-acm: whether zone Z1 is delegated: AccessDenied"
    ]


def test_beside_aws_itself_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = said(monkeypatch, at="http://127.0.0.1:4566")
    assert found.findings == []
    assert found.unknown == [
        "dev-acm: whether dev.example.com is delegated: only DNS says it, which is asked beside AWS itself"
    ]
