"""Policy documents are read wherever, and however, a template holds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import policies as table
from aspects.judge.template.policies import PolicyCondition, Statement, statements
from governed_cdk.schemas.reader import children, resolve, schemas, types_of
from tests.aspects.judge.rules.support import template_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": ["a:B"], "Resource": "x"}}'


def read(document: str, sections: str = "") -> tuple[Statement, ...]:
    resources = f"Policy:\n  Type: AWS::SQS::QueuePolicy\n  Properties:\n    PolicyDocument: {document}\n"
    template = template_of(resources + "Topic: {Type: AWS::SNS::Topic}\n", sections)
    return statements(template.resources["Policy"], "PolicyDocument")


def values(places: tuple[Any, ...]) -> list[str]:
    return [str(place.value) for place in places]


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        f"'{DOCUMENT}'",
        f"!Sub '{DOCUMENT}'",
        f"{{Fn::ToJsonString: {DOCUMENT}}}",
        f"!Join ['', ['{DOCUMENT[:20]}', '{DOCUMENT[20:]}']]",
        f"!If [Chosen, {DOCUMENT}, !Ref AWS::NoValue]",
        DOCUMENT.replace('"Effect": "Allow"', '"effect": "allow"'),
        DOCUMENT.replace('"x"', '["x"]').replace('["a:B"]', '"a:B"'),
        '{"Statement": [!If [Chosen, !Ref AWS::NoValue, ' + DOCUMENT[14:-1] + "]]}",
    ],
)
def test_every_spelling_of_a_document_reads_the_same(document: str) -> None:
    (statement,) = read(document)
    assert statement.effect == "Allow"
    assert statement.allows
    assert values(statement.actions) == ["a:B"]
    assert values(statement.resources) == ["x"]
    assert [principal.kind for principal in statement.principals] == ["*"]


def test_unknown_parts_of_json_text_stay_what_they_are() -> None:
    text = '!Sub \'{"Statement": {"Effect": "Allow", "Resource": ["${Topic}", "${Topic}/x"], "Principal": ${Who}}}\''
    (statement,) = read(text, "Parameters: {Who: {Type: String}}")
    assert values(statement.resources) == ["Topic", "${Topic}/x"]
    assert [principal.value.why for principal in statement.principals] == ["parameter Who"]


def test_both_branches_of_a_condition_block_count() -> None:
    narrow = '{StringEquals: {"aws:SourceAccount": "111122223333"}}'
    found = read(f"{{Statement: {{Effect: Allow, Action: a, Condition: !If [Chosen, {narrow}, !Ref 'AWS::NoValue']}}}}")
    wanted = PolicyCondition("stringequals", "aws:sourceaccount", ("111122223333",))
    assert [statement.conditions for statement in found] == [(wanted,), ()]


@pytest.mark.parametrize("document", ["hello", "!Ref Given", "{Statement: !Ref Given}", "{Statement: [3]}"])
def test_what_cannot_be_read_is_unknown(document: str) -> None:
    (statement,) = read(document, "Parameters: {Given: {Type: String}}")
    assert statement.unknown
    assert not statement.allows


@pytest.mark.parametrize("document", ["!Ref AWS::NoValue", "{}", "{Statement: []}", "{Statement: !Ref AWS::NoValue}"])
def test_what_is_not_there_is_no_statement(document: str) -> None:
    assert read(document) == ()


def test_a_number_is_an_account() -> None:
    (statement,) = read("{Statement: {Effect: Allow, Principal: {AWS: [111122223333]}}}")
    assert [(one.kind, one.value) for one in statement.principals] == [("AWS", "111122223333")]


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
