"""The table of properties that hold policies knows every one that the schemas have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import policies as table
from governed_cdk.schemas.reader import children, resolve, schemas, types_of

if TYPE_CHECKING:
    from collections.abc import Iterator


# Properties that look like policies of IAM by name and shape, and are none: settings of another kind, other languages.
OTHER_POLICIES = re.compile(
    r"(Security|SSLSecurity|TLSSecurity|Ssl|Tls|Https|Dns|ImagePull|Answer|Protocol|Safeguard|AutoImport|Snapshot|Rate"
    r"|Referrer|ContentSecurity|Deletion|Retention|Retry|Notification|Lifecycle|LanguageSelection|DataProtection"
    r"|Delivery|Filter|Redrive|RedriveAllow|Replay|Archive|ReputationEntity|Browser|ArnFor|DlRate|UlRate)Policy$"
)
OTHER = {
    "AWS::BedrockAgentCore::Policy": "Cedar",
    "AWS::Config::ConfigRule": "Guard",
    "AWS::Config::OrganizationConfigRule": "Guard",
    "AWS::EC2::ClientVpnEndpoint": "authorization rules of a VPN",
    "AWS::EC2::VerifiedAccessEndpoint": "Cedar",
    "AWS::EC2::VerifiedAccessGroup": "Cedar",
    "AWS::ECR::Repository": "of its two, LifecyclePolicyText",
    "AWS::Events::EventBusPolicy": "a statement, read apart",
    "AWS::Logs::AccountPolicy": "data protection and subscriptions",
    "AWS::NetworkManager::CoreNetwork": "segments of a network",
    "AWS::ODB::OdbNetwork": "what is read back, below ManagedServices",
    "AWS::OpenSearchServerless::AccessPolicy": "a language of its own",
    "AWS::OpenSearchServerless::LifecyclePolicy": "a language of its own",
    "AWS::OpenSearchServerless::SecurityPolicy": "a language of its own",
    "AWS::SSM::Parameter": "expiration and notification",
    "AWS::Serverless::Api": "of its two, Domain.Policy",
    "AWS::VerifiedPermissions::Policy": "Cedar",
    "AWS::VerifiedPermissions::PolicyTemplate": "Cedar",
}
LOOKS_LIKE_ONE = re.compile(r"(Polic(y|ies)(Document|Text)?|(^|\.)Statement)$")


def looking_like_policies(type_: str) -> Iterator[str]:
    schema = schemas()[type_]

    def walk(node: dict[str, Any], path: tuple[str, ...], above: frozenset[str]) -> Iterator[str]:
        for name, child in children(schema, node).items():
            if child.get("$ref") in above:
                continue
            here = (*path, "*" if name in ("[]", "{}") else name)
            shapes, inside = types_of(schema, child), children(schema, child)
            free = "object" in shapes and not set(inside) - {"[]", "{}"}
            named = name not in ("[]", "{}") and "enum" not in resolve(schema, child)
            if named and (free or "string" in shapes or not shapes) and LOOKS_LIKE_ONE.search(".".join(here)):
                yield ".".join(here)
            yield from walk(child, here, above | {child["$ref"]} if "$ref" in child else above)

    return walk(schema, (), frozenset())


@pytest.mark.slow
def test_the_table_knows_every_property_that_looks_like_a_policy() -> None:
    tables = (table.RESOURCE_POLICIES, table.IDENTITY_POLICIES, table.TRUST_POLICIES, table.ENDPOINT_POLICIES)
    known = {(type_, path) for one in tables for type_, paths in one.items() for path in paths}
    strangers = {
        (type_, path)
        for type_ in schemas()
        for path in looking_like_policies(type_)
        if (type_, path) not in known
        and not (OTHER_POLICIES.search(path) or type_ in OTHER or type_ in table.SERVERLESS_POLICIES)
    }
    assert strangers == set()


def test_every_type_of_the_table_exists() -> None:
    tables = (table.RESOURCE_POLICIES, table.IDENTITY_POLICIES, table.TRUST_POLICIES, table.MANAGED_POLICIES)
    assert {type_ for one in tables for type_ in one} <= set(schemas())
