"""What is a secret, what only looks like one, and that a finding never shows it."""

from __future__ import annotations

import pytest

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import findings_of, template_of

RULE = "secrets-are-not-in-templates"
SECTIONS = """
Parameters:
  Given: {Type: String, NoEcho: true}
  Open: {Type: String, Default: correct-horse}
  Hidden: {Type: String, NoEcho: true, Default: correct-horse}
  Path: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /prod/api/password}
Mappings: {Passwords: {prod: {db: correct-horse}}}
Conditions: {Chosen: !Equals [!Ref AWS::Region, a]}
"""
# Put together here, so that scanners of this repository do not take them for secrets.
ACCESS_KEY = "AKIA" + "Z7Q4M2N6P8R5T3V9"
SECRET_KEY = "wJalrXUt" + "nFEMI/K7MDENG/" + "bPxRfiCYzzzzzzzzzz"
PRIVATE_KEY = "-----BEGIN RSA " + "PRIVATE KEY-----"
WORD = "hunter" + "22"
ADDRESS = "mysql://root:" + "correct-horse@db/app"


def found(type_: str, properties: str) -> list[tuple[str, str]]:
    places = findings_of(RULE, f"Thing:\n  Type: {type_}\n  Properties: {properties}", SECTIONS)
    return [place for place in places if place[0] == "Thing"]  # the sections have secrets of their own


@pytest.mark.parametrize(
    ("type_", "properties", "at"),
    [
        ("AWS::RDS::DBInstance", "{MasterUserPassword: correct-horse}", "MasterUserPassword"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: !Ref Open}", "MasterUserPassword"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: !If [Chosen, !Ref Given, correct]}", "MasterUserPassword"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: !FindInMap [Passwords, prod, db]}", "MasterUserPassword"),
        ("AWS::RDS::DBInstance", "{DBName: !Ref Hidden}", "DBName"),
        ("AWS::ElastiCache::ReplicationGroup", "{AuthToken: correct-horse-battery}", "AuthToken"),
        ("AWS::ElastiCache::User", "{Passwords: [correct-horse-battery]}", "Passwords"),
        ("AWS::SecretsManager::Secret", "{SecretString: correct-horse}", "SecretString"),
        ("AWS::SecretsManager::Secret", """{SecretString: '{"password": "correct-horse"}'}""", "SecretString"),
        ("AWS::IAM::User", "{LoginProfile: {Password: correct-horse}}", "LoginProfile.Password"),
        ("AWS::SSM::Parameter", "{Name: /prod/api/db-password, Type: String, Value: correct-horse}", "Value"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {API_KEY: abc123}}}", "Environment.Variables.API_KEY"),
        (
            "AWS::Lambda::Function",
            f"{{Environment: {{Variables: {{AWS_SECRET_ACCESS_KEY: {SECRET_KEY}}}}}}}",
            "Environment.Variables.AWS_SECRET_ACCESS_KEY",
        ),
        (
            "AWS::ECS::TaskDefinition",
            "{ContainerDefinitions: [{Environment: [{Name: GITHUB_TOKEN, Value: abcdef}]}]}",
            "ContainerDefinitions[0].Environment[0].Value",
        ),
        (
            "AWS::CodeBuild::Project",
            "{Environment: {EnvironmentVariables: [{Name: TOKEN, Type: PLAINTEXT, Value: abcdef}]}}",
            "Environment.EnvironmentVariables[0].Value",
        ),
        ("AWS::CodePipeline::Webhook", "{AuthenticationConfiguration: {SecretToken: abcdef}}",
         "AuthenticationConfiguration.SecretToken"),
        ("AWS::IAM::ServerCertificate", f"{{PrivateKey: '{PRIVATE_KEY} abc'}}", "PrivateKey"),
        ("AWS::EC2::Instance", f"{{Tags: [], Note: 'key {ACCESS_KEY} here'}}", "Note"),
        ("AWS::EC2::Instance", f"{{UserData: !Base64 {{'Fn::Sub': 'export KEY={ACCESS_KEY}'}}}}", "UserData"),
        ("AWS::EC2::Instance", f"{{UserData: {{Fn::Base64: 'export DB_PASSWORD={WORD}'}}}}", "UserData"),
        ("AWS::Lambda::Function", f"""{{Code: {{ZipFile: "password = '{WORD}'"}}}}""", "Code.ZipFile"),
        ("AWS::Lambda::Function", f"{{Environment: {{Variables: {{URL: '{ADDRESS}'}}}}}}",
         "Environment.Variables.URL"),
    ],
)  # fmt: skip
def test_a_secret_is_a_finding(type_: str, properties: str, at: str) -> None:
    assert ("Thing", at) in found(type_, properties)


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::RDS::DBInstance", "{MasterUserPassword: !Ref Given}"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}'}"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: '{{resolve:ssm-secure:/prod/api/password}}'}"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: !Sub '{{resolve:secretsmanager:${Given}}}'}"),
        ("AWS::RDS::DBInstance", "{MasterUserPassword: !Ref Path}"),
        ("AWS::RDS::DBInstance", "{ManageMasterUserPassword: true, MasterUserPassword: !Ref AWS::NoValue}"),
        ("AWS::IAM::User", "{LoginProfile: {Password: !Ref Given, PasswordResetRequired: 'true'}}"),
        ("AWS::SecretsManager::Secret", "{GenerateSecretString: {PasswordLength: 32, SecretStringTemplate: '{}'}}"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {DB_SECRET: /connectly/api/prod/db}}}"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {DB_SECRET: connectly/api/prod/db}}}"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {DB_SECRET_ARN: 'arn:aws:secretsmanager:x'}}}"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {TOKEN_ENDPOINT: 'https://set-of.com/token'}}}"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {API_TOKEN: 'https://set-of.com/token'}}}"),
        ("AWS::Lambda::Function", "{Environment: {Variables: {ACCESS_KEY_ID_PARAMETER: some-name}}}"),
        ("AWS::Lambda::Function", """{Code: {ZipFile: "password = os.environ['DB_PASSWORD']"}}"""),
        ("AWS::EC2::Instance", "{UserData: 'DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)'}"),
        ("AWS::EC2::Instance", """{UserData: 'password: "$generated_password"'}"""),
        ("AWS::EC2::Instance", "{MetadataOptions: {HttpTokens: required}}"),
        ("AWS::EFS::FileSystem", "{CreationToken: prod-atlantis}"),
        ("AWS::CloudFormation::CustomResource", "{ServiceToken: prod-function}"),
        ("AWS::Cognito::UserPoolClient", "{GenerateSecret: true, TokenValidityUnits: {AccessToken: minutes}}"),
        ("AWS::Cognito::UserPool", "{Policies: {PasswordPolicy: {MinimumLength: 12}}}"),
        ("AWS::Events::Rule", "{Targets: [{InputTransformer: {InputPathsMap: {token: $.detail.token}}}]}"),
        ("AWS::CodeBuild::Project",
         "{Environment: {EnvironmentVariables: [{Name: TOKEN, Type: SECRETS_MANAGER, Value: github}]}}"),
        ("AWS::DynamoDB::Table", "{AttributeDefinitions: [{AttributeName: token, AttributeType: S}]}"),
        ("AWS::ECS::TaskDefinition",
         "{ContainerDefinitions: [{Secrets: [{Name: DB_PASSWORD, ValueFrom: 'arn:aws:ssm:a:b:parameter/c'}]}]}"),
    ],
)  # fmt: skip
def test_what_only_refers_to_a_secret_is_none(type_: str, properties: str) -> None:
    assert found(type_, properties) == []


@pytest.mark.parametrize(
    "properties",
    [
        "{MasterUserPassword: correct-horse}",
        "{MasterUserPassword: !Ref Open, DBName: !Ref Hidden}",
        f"{{Note: '{ADDRESS}', UserData: 'PASSWORD=correct-horse'}}",
    ],
)
def test_a_finding_never_shows_the_secret(properties: str) -> None:
    template = template_of(f"Thing:\n  Type: AWS::RDS::DBInstance\n  Properties: {properties}", SECTIONS)
    findings = [finding for finding in judge([template]).findings if finding.rule.id == RULE]
    assert findings
    assert not [one for one in findings if "correct-horse" in one.breach.found + one.breach.at + one.fix]


def test_what_cfn_init_writes_is_read() -> None:
    files = f"{{files: {{/etc/app: {{content: 'password = \"{WORD}\"'}}}}}}"
    instance = f"Thing: {{Type: AWS::EC2::Instance, Metadata: {{'AWS::CloudFormation::Init': {{config: {files}}}}}}}"
    assert findings_of(RULE, instance) == [
        ("Thing", "Metadata.AWS::CloudFormation::Init.config.files./etc/app.content")
    ]
