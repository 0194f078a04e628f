"""Roles that trust an identity provider which many share."""

from __future__ import annotations

import json

import pytest

from constructs_lib.kernel.facts.identity_providers import shared_providers
from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "policies-name-their-principals"
GITHUB = "token.actions.githubusercontent.com"
PARAMETERS = "Parameters: {Given: {Type: String}}"
PROVIDER = f"Provider: {{Type: AWS::IAM::OIDCProvider, Properties: {{Url: 'https://{GITHUB}'}}}}"
AUDIENCE = {f"{GITHUB}:aud": "sts.amazonaws.com"}
PLACE = ("Role", "AssumeRolePolicyDocument.Statement[0].Principal.Federated")


def role(federated: object, condition: object = None, action: object = "sts:AssumeRoleWithWebIdentity") -> str:
    statement = {"Effect": "Allow", "Principal": {"Federated": federated}, "Action": action}
    statement |= {"Condition": condition} if condition else {}
    properties = {"AssumeRolePolicyDocument": {"Statement": [statement]}}
    return f"Role: {{Type: AWS::IAM::Role, Properties: {json.dumps(properties)}}}\n{PROVIDER}"


def found(federated: object, condition: object = None, action: object = "sts:AssumeRoleWithWebIdentity") -> bool:
    findings = findings_of(RULE, role(federated, condition, action), PARAMETERS)
    assert set(findings) <= {PLACE}
    return bool(findings)


def arn(issuer: str) -> str:
    return f"arn:aws:iam::111122223333:oidc-provider/{issuer}"


@pytest.mark.parametrize(
    "federated",
    [
        arn(GITHUB),
        {"Fn::Sub": f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/{GITHUB}"},
        {"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "AWS::AccountId"}, f":oidc-provider/{GITHUB}"]]},
        {"Ref": "Provider"},
        {"Fn::GetAtt": ["Provider", "Arn"]},
        {"Ref": "Given"},
        "{{resolve:ssm:/prod/bootstrap/provider-arn}}",
    ],
)
def test_a_provider_is_known_however_it_is_named(federated: object) -> None:
    assert found(federated, {"StringEquals": AUDIENCE})
    ours = {"StringEquals": {**AUDIENCE, f"{GITHUB}:sub": "repo:example-org/fileflow:ref:refs/heads/main"}}
    assert not found(federated, ours)
    assert unknown_of(RULE, role(federated, ours), PARAMETERS) == []


STRANGERS: list[object] = [
    None,
    {"StringLike": {f"{GITHUB}:sub": "*"}},
    {"StringLike": {f"{GITHUB}:sub": "repo:*"}},
    {"StringLike": {f"{GITHUB}:sub": "repo:*/infrastructure:*"}},
    {"StringLike": {f"{GITHUB}:sub": "repo:example-org*"}},
    {"StringLike": {f"{GITHUB}:sub": ["repo:example-org/fileflow:*", "repo:?xample-org/*"]}},
    {"StringNotLike": {f"{GITHUB}:sub": "repo:stranger/*"}},
    {"StringLikeIfExists": {f"{GITHUB}:sub": "repo:example-org/*"}},
    {"ForAllValues:StringLike": {f"{GITHUB}:sub": "repo:example-org/*"}},
    {"Null": {f"{GITHUB}:sub": "false"}},
    {"StringEquals": {f"{GITHUB}:actor": "somebody"}},
    {"StringEquals": {f"{GITHUB}:ref": "refs/heads/main"}},
]
OURS: list[object] = [
    {"StringLike": {f"{GITHUB}:sub": "repo:example-org/fileflow:*"}},
    {"StringLike": {f"{GITHUB}:sub": "repo:example-org/*"}},
    {"stringlike": {f"{GITHUB.upper()}:SUB": ["repo:example-org/a:*", "repo:example-org/b:*"]}},
    {"StringLike": {f"{GITHUB}:sub": "repo:example-org@1234/fileflow@5678:*"}},
    {"StringLike": {f"{GITHUB}:sub": "repository_owner_id:1234:*"}},
    {"StringLike": {f"{GITHUB}:sub": {"Fn::Sub": "repo:${Given}/fileflow:*"}}},
    {"ForAnyValue:StringLike": {f"{GITHUB}:sub": "repo:example-org/*"}},
    {"StringLike": {f"{GITHUB}:sub": "*"}, "StringEquals": {f"{GITHUB}:repository_owner_id": "1234"}},
    {"StringLike": {f"{GITHUB}:job_workflow_ref": "example-org/deploy/.github/workflows/*"}},
    {"StringLikeIfExists": {f"{GITHUB}:sub": "repo:example-org/*"}, "Null": {f"{GITHUB}:sub": "false"}},
]


@pytest.mark.parametrize("condition", STRANGERS)
def test_a_condition_that_everybody_meets_keeps_nobody_out(condition: object) -> None:
    assert found(arn(GITHUB), condition)


@pytest.mark.parametrize("condition", OURS)
def test_a_condition_that_names_the_owner_does(condition: object) -> None:
    assert not found(arn(GITHUB), condition)


@pytest.mark.parametrize(
    ("issuer", "stranger", "ours"),
    [
        ("gitlab.com", "project_path:*", "project_path:example-org/fileflow:ref_type:branch:ref:main"),
        ("app.terraform.io", "organization:*:project:p:*", "organization:example-org:project:*"),
        ("agent.buildkite.com", "organization:example*", "organization:example-org:pipeline:*"),
        ("oidc.codefresh.io", "account:*", "account:0123:pipeline:*"),
        ("vstoken.actions.githubusercontent.com", "repo:*", "repo:example-org/*"),
        (
            "oidc-configuration.audit-log.githubusercontent.com",
            "https://github.com/*",
            "https://github.com/example-org",
        ),
    ],
)
def test_each_provider_has_its_own_subject(issuer: str, stranger: str, ours: str) -> None:
    assert found(arn(issuer), {"StringLike": {f"{issuer}:sub": stranger}})
    assert found(arn(f"{issuer}/"), {"StringEquals": {f"{issuer}:aud": "sts.amazonaws.com"}})
    assert not found(arn(issuer), {"StringLike": {f"{issuer}:sub": ours}})


BUILT_IN = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")


@pytest.mark.parametrize(
    ("issuer", "claim"),
    [
        ("cognito-identity.amazonaws.com", "aud"),
        ("accounts.google.com", "aud"),
        ("graph.facebook.com", "app_id"),
        ("www.amazon.com", "app_id"),
        ("oidc.vercel.com", "aud"),
        ("api.pulumi.com/oidc", "aud"),
    ],
)
def test_where_the_audience_is_the_tenant_it_has_to_be_named(issuer: str, claim: str) -> None:
    federated = (
        issuer
        if "." in issuer and issuer.endswith(("amazonaws.com", "google.com", "facebook.com", "amazon.com"))
        else arn(issuer)
    )
    assert found(federated, {"ForAnyValue:StringLike": {f"{issuer}:amr": "authenticated"}})
    assert found(federated, {"StringLike": {f"{issuer}:{claim}": "*"}})
    assert not found(federated, {"StringEquals": {f"{issuer}:{claim}": "ap-northeast-2:0123"}})
    known_later = role(federated, {"StringEquals": {f"{issuer}:{claim}": {"Ref": "Given"}}})
    assert (findings_of(RULE, known_later, PARAMETERS), unknown_of(RULE, known_later, PARAMETERS)) == ([], [PLACE])


@pytest.mark.parametrize(
    "federated",
    [
        arn("oidc.eks.ap-northeast-2.amazonaws.com/id/0123"),
        arn("api.bitbucket.org/2.0/workspaces/example-org/pipelines-config/identity/oidc"),
        arn("oidc.circleci.com/org/0123"),
        arn(f"{GITHUB}/example-enterprise"),
        arn("gitlab.example.com"),
        "arn:aws:iam::111122223333:saml-provider/example-org",
    ],
)
def test_a_provider_of_one_s_own_is_none(federated: str) -> None:
    assert not found(federated)


def test_only_who_may_take_the_role_on_is_looked_at() -> None:
    assert not found(arn(GITHUB), action="sts:TagSession")
    assert found(arn(GITHUB), action=["sts:TagSession", "sts:Assume*"])


def test_the_table_knows_every_provider_by_its_bare_issuer() -> None:
    assert len(shared_providers()) >= 20
    assert [one for one in shared_providers() if one != one.lower() or "://" in one or one.endswith("/")] == []
