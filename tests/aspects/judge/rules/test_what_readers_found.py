"""What two readers of a sample of public templates found wrong, and what stands beside each kind."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, judged

PRINCIPALS = "policies-name-their-principals"
UNJUDGED = "nothing-is-deployed-unjudged"
SECRETS = "secrets-are-not-in-templates"
ASSUMED = "roles-are-assumed-only-for-our-account"


def queue_policy(condition: str) -> str:
    return f"""
Policy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [https://queue]
    PolicyDocument:
      Statement:
        - {{Effect: Allow, Principal: "*", Action: sqs:SendMessage, Resource: "*", Condition: {condition}}}
"""


@pytest.mark.parametrize(
    "condition",
    [
        '{ArnEquals: {"aws:SourceArn": ""}}', '{StringEquals: {"aws:SourceAccount": ""}}',
        '{StringLike: {"aws:PrincipalOrgID": ""}}',
        '{ArnLike: {"aws:SourceArn": ["", "arn:aws:sns:*:111122223333:a"]}}',
        '{StringEquals: {"aws:SourceVpce": ""}}',
    ],
)  # fmt: skip
def test_a_condition_on_an_empty_value_admits_nobody(condition: str) -> None:
    assert findings_of(PRINCIPALS, queue_policy(condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        '{StringNotEquals: {"aws:SourceAccount": ""}}', '{StringEquals: {"aws:Referer": ""}}',
        '{StringEqualsIfExists: {"aws:SourceAccount": ""}}', '{ArnLike: {"aws:SourceArn": ["", "*"]}}',
    ],
)  # fmt: skip
def test_where_it_does_not_shut_the_statement_it_still_admits_everybody(condition: str) -> None:
    assert len(findings_of(PRINCIPALS, queue_policy(condition))) == 1


FUNCTION = "Cleaner: {Type: AWS::Lambda::Function, Properties: {FunctionName: prod-cleaner}}"


def custom(token: str) -> str:
    return f"Custom: {{Type: Custom::Clean, Properties: {{ServiceToken: {token}}}}}\n"


@pytest.mark.parametrize(
    "token",
    [
        "!Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:prod-cleaner'",
        "'arn:aws:lambda:ap-northeast-2:111122223333:function:prod-cleaner'",
        "'arn:aws:lambda:ap-northeast-2:111122223333:function:prod-cleaner:live'",
        "'arn:aws:lambda:ap-northeast-2:111122223333:function:prod-cleaner:$LATEST'", "!GetAtt Cleaner.Arn",
    ],
)  # fmt: skip
def test_a_function_of_the_app_is_known_by_the_name_in_its_arn(token: str) -> None:
    assert findings_of(UNJUDGED, custom(token) + FUNCTION) == []


@pytest.mark.parametrize(
    "token",
    [
        "'arn:aws:lambda:ap-northeast-2:111122223333:function:prod-cleaner-2'",
        "'arn:aws:sns:ap-northeast-2:111122223333:prod-cleaner'", "!ImportValue cleaner",
    ],
)  # fmt: skip
def test_any_other_is_told(token: str) -> None:
    (found,) = [one.breach.found for one in judged(custom(token) + FUNCTION).findings if one.rule.id == UNJUDGED]
    assert found.endswith("which is no function of its app.")


def secrets(parameter: str) -> list[str]:
    database = "Database: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Ref Password}}"
    found = judged(database, f"Parameters: {{Password: {{Type: String, {parameter}}}}}").findings
    return [one.breach.found for one in found if one.rule.id == SECRETS and one.resource.logical_id == "Database"]


def test_the_default_of_a_parameter_is_called_so_and_told_once() -> None:
    (plain,) = secrets("Default: correct-horse-9")
    assert plain == ("MasterUserPassword is the default of the parameter Password, which everybody can read.")
    (hidden,) = secrets("Default: correct-horse-9, NoEcho: true")
    assert hidden == "The parameter Password has NoEcho, and a default that everybody can read."
    assert secrets("NoEcho: true") == []


def test_the_role_of_appsync_for_logs_needs_no_condition_that_its_page_does_not_show() -> None:
    role = """
Role:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument:
      Statement: {Effect: Allow, Principal: {Service: appsync.amazonaws.com}, Action: sts:AssumeRole}
"""
    assert findings_of(ASSUMED, role) == []


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        ("[bob, root]", "arn:aws:iam::111122223333:user/bob and arn:aws:iam::111122223333:root"),
        ("[bob]", "arn:aws:iam::111122223333:user/bob"),
        ("[bob, ann]", "arn:aws:iam::111122223333:user/bob and arn:aws:iam::111122223333:user/ann"),
    ],
)  # fmt: skip
def test_all_but_some_is_one_finding_that_names_them_all(excluded: str, said: str) -> None:
    for name in ("bob", "ann"):
        excluded = excluded.replace(name, f"'arn:aws:iam::111122223333:user/{name}'")
    policy = queue_policy("{}").replace('Principal: "*"', f"NotPrincipal: {{AWS: {excluded}}}")
    policy = policy.replace("root", "'arn:aws:iam::111122223333:root'")
    (found,) = [one.breach for one in judged(policy).findings if one.rule.id == PRINCIPALS]
    assert found.found == f"It allows all but {said}, under no condition that says who calls."
    assert found.at == "PolicyDocument.Statement[0].NotPrincipal"


STACK = "Stack: {Type: AWS::CloudFormation::Stack, Condition: Ours, Properties: {TemplateURL: 'https://s3/x.yaml'}}"


@pytest.mark.parametrize(
    ("account", "count"),
    [("myAccountId", 0), ("12345678901", 0), ("1234567890123", 0), ("12345678901a", 0), ("111122223333", 1)],
)
def test_an_account_is_twelve_digits(account: str, count: int) -> None:
    conditions = f"Conditions: {{Ours: !Equals [!Ref AWS::AccountId, '{account}']}}"
    assert len(findings_of(UNJUDGED, STACK, conditions)) == count


@pytest.mark.parametrize(
    ("resources", "sections"),
    [
        ("Queue: {Type: AWS::SQS::Queue}", "Transform: {key: Macro}"),
        ("Queue: {Type: AWS::SQS::Queue}", "Transform: [AWS::Serverless-2016-10-31, {}]"),
        ("App: {Type: AWS::Serverless::Application, Properties: {Location: {SemanticVersion: 2.0.0}}}", ""),
        ("App: {Type: AWS::Serverless::Application, Properties: {Location: {}}}", ""),
    ],
)
def test_what_has_no_name_brings_nothing(resources: str, sections: str) -> None:
    assert findings_of(UNJUDGED, resources, sections) == []


@pytest.mark.parametrize(
    ("resources", "sections"),
    [
        ("Queue: {Type: AWS::SQS::Queue}", "Transform: {Name: Macro}"),
        ("App: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: 'arn:x'}}}", ""),
    ],
)
def test_what_has_one_does(resources: str, sections: str) -> None:
    assert len(findings_of(UNJUDGED, resources, sections)) == 1
