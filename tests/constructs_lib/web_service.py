"""A VPC, a container and a service for tests of what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr

from constructs_lib import Container, GovernedContainerService, GovernedLoadBalancer

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def make_vpc(bench: Bench, *, zones: int = 2) -> ec2.IVpc:
    """A VPC of two zones, or as many as asked for."""
    names = [f"ap-northeast-2{letter}" for letter in "abc"[:zones]]
    return ec2.Vpc.from_vpc_attributes(
        bench.stack,
        "Vpc",
        vpc_id="vpc-1",
        vpc_cidr_block="10.0.0.0/16",
        availability_zones=names,
        public_subnet_ids=[f"public-{name}" for name in names],
        private_subnet_ids=[f"private-{name}" for name in names],
    )


def make_container(bench: Bench, **changes: Any) -> Container:
    """A container of an existing repository."""
    repository = bench.stack.node.try_find_child("Image") or ecr.Repository.from_repository_attributes(
        bench.stack,
        "Image",
        repository_name="example",
        repository_arn="arn:aws:ecr:ap-northeast-2:111122223333:repository/example",
    )
    return Container(**{"repository": repository, "image": "v1.2.3", "port": 8080, **changes})


def make_service(
    bench: Bench, *, scope: Any = None, vpc: ec2.IVpc | None = None, container: Any = None, **changes: Any
) -> Any:
    """A service of that container."""
    there: Any = bench.stack.node.try_find_child("Vpc")
    where = vpc or there or make_vpc(bench)
    what = container or make_container(bench)
    return GovernedContainerService(scope or bench.stack, "Service", vpc=where, container=what, **changes)


def make_load_balancer(bench: Bench, *, zones: int = 2, **changes: Any) -> GovernedLoadBalancer:
    """A load balancer before that service, or before none."""
    there: Any = bench.stack.node.try_find_child("Vpc")
    vpc = there or make_vpc(bench, zones=zones)
    of_service = {name: changes.pop(name) for name in ("container", "deployment", "scaling") if name in changes}
    service = changes.pop("service") if "service" in changes else make_service(bench, vpc=vpc, **of_service)
    arn = "arn:aws:acm:ap-northeast-2:111122223333:certificate/1"
    return GovernedLoadBalancer(
        bench.stack,
        "LoadBalancer",
        vpc=vpc,
        certificate=acm.Certificate.from_certificate_arn(bench.stack, "Certificate", arn),
        service=service,
        **changes,
    )
