from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import (
    ConfigurationError,
    DataClass,
    KeyPurpose,
    PlatformCertificate,
    PlatformDatabase,
    PlatformLogArchive,
    PlatformMetrics,
    PlatformRotation,
    PlatformVpc,
    PlatformZone,
    ServiceStack,
    StackSettings,
    contract,
    platform_key,
)
from tests.constructs_lib.stack.platform_stacks import Reader
from tests.support import environment, new_app, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk


class Service(ServiceStack[StackSettings]):
    slug = "service"


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(new_app(tmp_path), environment("prod", stacks={}))


def test_each_call_reads_what_it_is_called(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})

    def build(app: cdk.App) -> None:
        stack = Service(app, settings)
        vpc = PlatformVpc.read(stack)
        assert (len(vpc.private_subnets), len(vpc.public_subnets)) == (2, 0)
        assert vpc.vpc_cidr_block
        assert PlatformCertificate.read(stack).certificate_arn
        assert PlatformZone.read(stack).zone_name == "set-of.com"
        assert PlatformDatabase.read(stack).security_group.security_group_id
        assert PlatformRotation.read(stack).rotation_function.function_arn
        assert PlatformLogArchive.read(stack).stream_arn
        assert PlatformMetrics.read(stack).writer_policy.managed_policy_arn

    template = synthesize_with(settings, tmp_path, build)["service"]
    read = {parameter["Default"].removeprefix("/prod/") for parameter in template["Parameters"].values()}
    known = {f"{output.producer}/{output.name}" for output in contract.ALL}
    assert {one for one in read if not one.startswith("/cdk-bootstrap/")} <= known
    assert "network/public-subnet-ids" not in read


def test_public_subnets_are_read_by_who_says_so(service: Service) -> None:
    assert len(PlatformVpc.read(service, public_subnets=True, route_tables=True).public_subnets) == 2
    assert PlatformVpc.read(service) is PlatformVpc.read(service, public_subnets=True)


def test_a_second_call_that_needs_more_is_told_to_be_the_first(service: Service) -> None:
    PlatformVpc.read(service)
    with pytest.raises(ConfigurationError, match="for: given 'NETWORK_PUBLIC_SUBNET_IDS'; allowed: one call"):
        PlatformVpc.read(service, public_subnets=True)


def test_a_stack_that_declares_is_held_to_it(tmp_path: Path) -> None:
    reader = Reader(new_app(tmp_path), environment("prod", stacks={}))
    assert PlatformVpc.read(reader).vpc_id
    with pytest.raises(ConfigurationError, match=r"add contract.ACM_CERTIFICATE_ARN to its reads"):
        PlatformCertificate.read(reader)


def test_a_companion_reads_nothing_of_the_home_region(service: Service) -> None:
    companion = service.companion("dr", region="ap-northeast-1")
    with pytest.raises(ConfigurationError, match="prod-service-dr: reads nothing of the platform"):
        PlatformZone.read(companion)


@pytest.mark.parametrize("asked", [DataClass.PUBLIC, DataClass.CONFIDENTIAL, KeyPurpose.S3_DATA])
def test_a_class_or_a_purpose_gives_its_key(service: Service, asked: Any) -> None:
    assert platform_key(service, asked) is service.key(KeyPurpose.S3_DATA)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (DataClass.HIGHLY_CONFIDENTIAL, "given 'DataClass.HIGHLY_CONFIDENTIAL'; allowed: a purpose: KeyPurpose.RDS"),
        ("secret", "given 'secret'; allowed: a KeyPurpose, or DataClass.PUBLIC"),
    ],
)
def test_what_is_neither_says_what_there_is(service: Service, asked: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        platform_key(service, asked)
