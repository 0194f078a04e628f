"""The buckets that somebody delivers logs to who cannot use a customer-managed key there.

Told by who names the bucket as its target, in any template that was read together with it; by the bucket's policy; by
its canned access control list. What each service can write to stands in `log_delivery.yaml`, with AWS's pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aspects.judge.readings.across import is_name, meant
from aspects.judge.readings.switches import OFF, said
from aspects.judge.template import ABSENT
from aspects.judge.template.once import once_an_app
from aspects.judge.template.policies import statements
from aspects.judge.template.world import remembered_while_judged
from constructs_lib.kernel.facts.log_delivery import load_balancer_accounts, log_writers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from aspects.judge.template.policies import Statement
    from constructs_lib.kernel.facts.log_delivery import LogWriter

BUCKET: Final = "AWS::S3::Bucket"
# S3's log delivery group, which writes server access logs (S3 User Guide, "Access control list (ACL) overview").
_LOG_DELIVERY = "logdeliverywrite"


def takes_no_key(bucket: Resource) -> bool:
    """Whether logs are delivered to a bucket that a customer-managed key would stop. Its own logs do not count."""
    if any(said(value) == _LOG_DELIVERY for value in bucket.values("AccessControl")):
        return True
    return _is_one_of(bucket, _targets(bucket.template))


def logs_to_itself(bucket: Resource) -> bool:
    """Whether a bucket is the target of its own server access logs, in some world, as where no other is named.

    It is asked for the words of a fix, which changes the file for every world: no world is told apart for it.
    """
    if "LoggingConfiguration" not in bucket.properties:
        return False
    return remembered_while_judged((logs_to_itself, bucket), lambda: _logs_to_itself(bucket))


def _logs_to_itself(bucket: Resource) -> bool:
    return any(
        value is ABSENT or _is_one_of(bucket, frozenset(_identities(bucket.template, value)))
        for value in bucket.values("LoggingConfiguration", "DestinationBucketName")
    )


def _is_one_of(bucket: Resource, identities: frozenset[tuple[Any, str]]) -> bool:
    """Whether a bucket is meant: by itself, or by one of its names, which are read only where some name is."""
    if (bucket.template, bucket.logical_id) in identities:
        return True
    return any(template is None for template, _ in identities) and not identities.isdisjoint(_own(bucket))


def _own(bucket: Resource) -> frozenset[tuple[Any, str]]:
    """What a bucket may be named by: itself, and its names."""
    names = (str(name) for name in bucket.values("BucketName") if isinstance(name, str) and is_name(name))
    return frozenset({(bucket.template, bucket.logical_id), *((None, name) for name in names)})


@once_an_app
def _targets(app: tuple[Template, ...]) -> frozenset[tuple[Any, str]]:
    """The targets by template and logical id, or by name."""
    found: set[tuple[Any, str]] = set()
    writers = [writer for writer in log_writers() if writer.encryption == "sse-s3"]
    services = {writer.principal for writer in writers}
    for template in app:
        for writer in writers:
            for resource in template.of_type(writer.type):
                if all(_may_be(resource, path, value) for path, value in writer.when):
                    for value in _named(resource, writer):
                        found.update(set(_identities(template, value)) - _own(resource))
        for policy in template.of_type("AWS::S3::BucketPolicy"):
            if any(_admits(statement, services) for statement in statements(policy, "PolicyDocument")):
                for value in policy.values("Bucket"):
                    found.update(_identities(template, value))
    return frozenset(found)


def _identities(template: Template, value: Any) -> Iterator[tuple[Any, str]]:
    for resource in meant(template, value):
        yield resource.template, resource.logical_id
    if isinstance(value, str) and is_name(value):
        yield None, str(value)


def _may_be(resource: Resource, path: str, wanted: str) -> bool:
    """Whether a property may say something; for the type of a load balancer, absent is `application`."""
    return any(said(value) in (wanted, None) or value is ABSENT for value in resource.values(path))


def _named(resource: Resource, writer: LogWriter) -> Iterator[Any]:
    """What a writer names as its bucket, unless its logs are surely switched off."""
    if not writer.attribute:
        if not writer.switch or any(said(value) != OFF for value in resource.values(*writer.switch.split("."))):
            yield from resource.values(*writer.bucket)
        return
    attributes = list(resource.places(*writer.bucket, "*"))
    switches = list(_attribute(resource, attributes, writer.switch))
    if not switches or any(said(value) != OFF for value in switches):
        yield from _attribute(resource, attributes, writer.attribute)


def _attribute(resource: Resource, attributes: list[Any], name: str) -> Iterator[Any]:
    for place in attributes:
        if isinstance(place.value, dict) and name in resource.template.alternatives(place.value.get("Key")):
            yield from resource.template.alternatives(place.value.get("Value"))


def _admits(statement: Statement, services: set[str]) -> bool:
    """Whether a statement lets one of some services write, or an account that load balancers write from."""
    if not statement.allows or not any(_writes(str(action.value)) for action in statement.actions):
        return False
    return any(
        principal.value in services
        or (principal.kind == "AWS" and _account(principal.value) in load_balancer_accounts())
        for principal in statement.principals
    )


def _writes(action: str) -> bool:
    return action.lower() in ("*", "s3:*", "s3:put*", "s3:putobject", "s3:putobject*")


def _account(principal: Any) -> str:
    """The account in `arn:aws:iam::127311923021:root`, or the principal itself."""
    pieces = str(principal).split(":")
    return pieces[4] if len(pieces) > 4 else str(principal)
