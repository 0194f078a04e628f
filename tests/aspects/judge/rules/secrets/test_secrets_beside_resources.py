"""Outputs, parameters, mappings, descriptions and metadata: whoever may see the stack reads them."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, judged

RULE = "secrets-are-not-in-templates"
BUCKET = "Bucket: {Type: AWS::S3::Bucket}"
KEY = "AKIA" + "Z7Q4M2N6P8R5T3V9"
ADDRESS = "mysql://root:" + "correct-horse@db/app"


@pytest.mark.parametrize(
    ("sections", "at"),
    [
        ("Outputs: {DbPassword: {Value: correct-horse}}", "Outputs.DbPassword.Value"),
        (f"Outputs: {{Url: {{Value: '{ADDRESS}'}}}}", "Outputs.Url.Value"),
        (f"Outputs: {{Key: {{Value: {KEY}}}}}", "Outputs.Key.Value"),
        ("Outputs: {It: {Value: correct-horse, Export: {Name: prod-api-token}}}", "Outputs.It.Value"),
        ("Outputs: {It: {Value: x, Description: 'the password is: hunter22'}}", "Outputs.It.Description"),
        ("Outputs: {Url: {Value: !Sub 'https://x/${Given}'}}\nParameters: {Given: {Type: String, NoEcho: true}}",
         "Outputs.Url.Value"),
        ("Description: 'log in with password: hunter22'", "Description"),
        (f"Description: 'uses {KEY}'", "Description"),
        ("Metadata: {Owner: {ApiToken: correct-horse}}", "Metadata.Owner.ApiToken"),
        (f"Metadata: {{Note: 'uses {KEY}'}}", "Metadata.Note"),
        ("Parameters: {DbPassword: {Type: String, Default: correct-horse}}", "Parameters.DbPassword.Default"),
        ("Parameters: {Given: {Type: String, NoEcho: true, Default: correct-horse}}", "Parameters.Given.Default"),
        (f"Parameters: {{Given: {{Type: String, Default: {KEY}}}}}", "Parameters.Given.Default"),
        ("Mappings: {Settings: {prod: {DbPassword: correct-horse}}}", "Mappings.Settings.prod.DbPassword"),
        ("Mappings: {Password: {prod: {db: correct-horse}}}", "Mappings.Password.prod.db"),
        (f"Mappings: {{Settings: {{prod: {{Id: {KEY}}}}}}}", "Mappings.Settings.prod.Id"),
    ],
)  # fmt: skip
def test_a_secret_beside_the_resources_is_a_finding(sections: str, at: str) -> None:
    assert findings_of(RULE, BUCKET, sections) == [("Template", at)]


@pytest.mark.parametrize(
    "sections",
    [
        "Outputs: {DbPasswordSecretArn: {Value: !Ref Bucket}}",
        "Outputs: {DbSecret: {Value: !Ref Bucket, Description: Where the password is kept}}",
        "Outputs: {Token: {Value: '{{resolve:ssm:/prod/api/token-name}}'}}",
        "Description: 'Password: at least eight characters. The token is made by hand.'",
        "Metadata: {AWS::CloudFormation::Interface: {ParameterLabels: {DbPassword: {default: The password}}}}",
        "Parameters: {DbPassword: {Type: String, NoEcho: true}}",
        "Parameters: {DbPassword: {Type: String, NoEcho: true, Default: ''}}",
        "Parameters: {DbPassword: {Type: String, Default: /prod/api/password}}",
        "Parameters: {DbSecret: {Type: 'AWS::SSM::Parameter::Value<String>', Default: secret-name}}",
        "Mappings: {Regions: {ap-northeast-2: {Token: !Ref AWS::NoValue, Ami: ami-1}}}",
    ],
)
def test_what_only_speaks_of_a_secret_is_none(sections: str) -> None:
    assert findings_of(RULE, BUCKET, sections) == []


def test_metadata_of_a_resource_is_read() -> None:
    bucket = "Bucket: {Type: AWS::S3::Bucket, Metadata: {Notes: {api_token: correct-horse}}}"
    assert findings_of(RULE, bucket) == [("Bucket", "Metadata.Notes.api_token")]


ACCEPTED = """
Metadata:
  governed-cdk:
    - {accept: 'governed-cdk::secrets-are-not-in-templates[Outputs.Token.Value]', owner: team-orders,
       reason: a sample token that opens nothing, until: "2027-06-30"}
Outputs: {Token: {Value: correct-horse}, Secret: {Value: correct-horse}}
"""


def test_it_is_accepted_in_the_metadata_of_the_template() -> None:
    verdict = judged(BUCKET, ACCEPTED)
    mine = [[one.breach.at for one in some if one.rule.id == RULE] for some in (verdict.accepted, verdict.findings)]
    assert mine == [["Outputs.Token.Value"], ["Outputs.Secret.Value"]]
