"""Which ARN is which resource of a stack: by CloudFormation's own tags, else by service and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.drift.deployed import DeployedResource

STACK_TAG = "aws:cloudformation:stack-id"
LOGICAL_TAG = "aws:cloudformation:logical-id"

# Of a type's namespace, the service in ARNs where it is another (Service Authorization Reference, by service).
_SERVICES = {
    "applicationautoscaling": "application-autoscaling", "certificatemanager": "acm", "efs": "elasticfilesystem",
    "elasticloadbalancingv2": "elasticloadbalancing", "kinesisfirehose": "firehose", "stepfunctions": "states",
    "cognito": "cognito-idp", "apigatewayv2": "apigateway", "accessanalyzer": "access-analyzer",
}  # fmt: skip


def service_of(type_: str) -> str:
    """The service that ARNs of a type name."""
    name = type_.split("::")[1].lower() if type_.count("::") == 2 else type_
    return _SERVICES.get(name, name)


def names(text: str) -> frozenset[str]:
    """What an ARN, an address or a name may be called elsewhere: itself, and without what stands before the name.

    A parameter is `parameter/prod/x` in its ARN and `/prod/x` by its name; a role may have a path before its name.
    """
    whole = text.removesuffix(":*")
    if "://" in whole:
        return frozenset((whole, whole.rsplit("/", 1)[-1]))
    if not whole.startswith("arn:"):
        return frozenset((whole,))
    service, resource = whole.split(":", 5)[2::3]
    kind, separator, name = [*re.split(r"([:/])", resource, maxsplit=1), "", ""][:3]
    last = name.rsplit("/", 1)[-1] if service == "iam" else ""
    return frozenset(
        filter(None, (whole, resource, name, f"/{name}" if separator == "/" else "", last, kind * (not name)))
    )


class HeldIds:
    """What stacks hold, by service and name."""

    def __init__(self, resources: Iterable[DeployedResource]) -> None:
        self._by_name: dict[tuple[str, str], list[DeployedResource]] = {}
        for one in resources:
            for name in names(one.physical_id):
                self._by_name.setdefault((service_of(one.type), name), []).append(one)

    def of(self, arn: str) -> list[DeployedResource]:
        """What an ARN may be: several where types of one service have one name, as a database and its subnets may."""
        _, _, service, region, _ = arn.split(":", 4)
        found = [one for one in self._candidates(service, arn) if region in ("", one.place.region)]
        return list({id(one): one for one in found}.values())

    def named(self, type_: str, name: str, region: str = "") -> DeployedResource | None:
        """The resource of a type that has a name, or an ARN; in a region, or anywhere."""
        found = self._candidates(service_of(type_), name)
        return next((one for one in found if one.type == type_ and region in ("", one.place.region)), None)

    def _candidates(self, service: str, text: str) -> Iterator[DeployedResource]:
        for name in sorted(names(text), key=len, reverse=True):
            yield from self._by_name.get((service, name), ())
