"""What takes a secret out of a template, by where it stands; never with the secret in it."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.patch import GONE
from tests.aspects.judge.rules.patching import CONDITION, mends
from tests.aspects.judge.rules.support import judged

RULE = "secrets-are-not-in-templates"
REFERENCE = "{{resolve:secretsmanager:<secret arn>}}"
TEXT = "<the text without the secret>"
QUEUE = "Q: {Type: AWS::SQS::Queue}"
TOKEN = "ghp_" + "aB3" * 12


def changes(resources: str, sections: str = "") -> list[tuple[Any, Any]]:
    found = judged(resources, sections).findings
    return [(patch.path, patch.value) for one in found if one.rule.id == RULE for patch in one.breach.patches]


def it(type_: str, properties: str) -> str:
    return f"It: {{Type: 'AWS::{type_}', Properties: {{{properties}}}}}"


PROPERTIES = ("Resources", "It", "Properties")


@pytest.mark.parametrize(
    ("resources", "way", "value"),
    [
        (it("RDS::DBInstance", "MasterUserPassword: correct-horse"), ("MasterUserPassword",), REFERENCE),
        (it("RDS::DBInstance", "MasterUserPassword: !If [Plainly, correct-horse, !Ref AWS::NoValue]"),
         ("MasterUserPassword", "Fn::If", 1), REFERENCE),
        (it("ECS::TaskDefinition", "ContainerDefinitions: [{Environment: [{Name: PASSWORD, Value: correct-horse}]}]"),
         ("ContainerDefinitions", 0, "Environment", 0, "Value"), REFERENCE),
        (it("SNS::Subscription", f"Endpoint: !Join ['', ['https://', {TOKEN}]]"),
         ("Endpoint", "Fn::Join", 1, 1), REFERENCE),
        (it("Lambda::Function", "Code: {ZipFile: \"password = 'correct-horse'\"}"), ("Code", "ZipFile"), TEXT),
        (it("EC2::Instance", 'UserData: {Fn::Base64: {Fn::Sub: "#!/bin/sh\\nexport DB_PASSWORD=correct-horse"}}'),
         ("UserData", "Fn::Base64", "Fn::Sub"), TEXT),
        (it("StepFunctions::StateMachine", """DefinitionString: '{"password": "correct-horse"}'"""),
         ("DefinitionString",), TEXT),
    ],
)  # fmt: skip
def test_a_secret_in_a_property_becomes_a_reference_at_its_place(resources: str, way: Any, value: str) -> None:
    assert changes(resources, CONDITION) == [((*PROPERTIES, *way), value)]
    mends(RULE, resources, CONDITION)


def test_a_secret_that_is_kept_is_made_by_its_service() -> None:
    plain = it("SecretsManager::Secret", "SecretString: correct-horse")
    assert changes(plain) == [
        ((*PROPERTIES, "SecretString"), GONE),
        ((*PROPERTIES, "GenerateSecretString"), {"PasswordLength": 32}),
    ]
    pair = it("SecretsManager::Secret", """SecretString: '{"username": "me", "password": "correct-horse"}'""")
    generated = {"SecretStringTemplate": '{"username": "<user name>"}', "GenerateStringKey": "password"}
    assert ((*PROPERTIES, "GenerateSecretString"), generated) in changes(pair)
    mends(RULE, plain)
    mends(RULE, pair)


@pytest.mark.parametrize(
    ("sections", "change"),
    [
        ("Outputs: {Password: {Value: correct-horse}}", (("Outputs", "Password"), GONE)),
        ("Parameters: {Hidden: {Type: String, NoEcho: true}}\nOutputs: {One: {Value: !Ref Hidden}}",
         (("Outputs", "One"), GONE)),
        ("Parameters: {DbPassword: {Type: String, Default: correct-horse}}",
         (("Parameters", "DbPassword", "Default"), GONE)),
        ("Mappings: {Password: {Prod: {One: correct-horse}}}", (("Mappings", "Password", "Prod", "One"), REFERENCE)),
        (f"Description: The token is {TOKEN}", (("Description",), TEXT)),
        (f"Metadata: {{Note: {{Token: {TOKEN}}}}}", (("Metadata", "Note", "Token"), "<secret arn>")),
    ],
)  # fmt: skip
def test_a_secret_beside_the_resources_goes_from_its_place(sections: str, change: tuple[Any, Any]) -> None:
    assert set(map(str, changes(QUEUE, sections))) == {str(change)}
    mends(RULE, QUEUE, sections)


@pytest.mark.parametrize("no_echo", ["true", "false"])
def test_a_parameter_that_is_used_as_a_secret_has_no_default(no_echo: str) -> None:
    sections = f"Parameters: {{Given: {{Type: String, NoEcho: {no_echo}, Default: correct-horse}}}}"
    database = it("RDS::DBInstance", "MasterUserPassword: !Ref Given")
    assert {path for path, _ in changes(database, sections)} == {("Parameters", "Given", "Default")}
    mends(RULE, database, sections)


def test_no_change_shows_the_secret() -> None:
    sections = f"""
Parameters: {{DbPassword: {{Type: String, Default: correct-horse}}}}
Outputs: {{Password: {{Value: correct-horse}}}}
Description: "{TOKEN}"
"""
    resources = it("Lambda::Function", f"Code: {{ZipFile: \"password = 'correct-horse'\"}}, Description: {TOKEN}")
    assert changes(resources, sections)
    assert not any(secret in str(changes(resources, sections)) for secret in (TOKEN, "correct-horse"))
