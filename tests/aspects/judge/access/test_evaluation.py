"""The decisions are those that AWS's pages give for their examples; `evaluation.py` names them."""

from __future__ import annotations

from typing import Any

import pytest

from aspects.judge.access.entities import ACCOUNT as WHOLE
from aspects.judge.access.entities import EVERYBODY, FEDERATED, SERVICE, Entity, Request
from aspects.judge.access.evaluation import Layer, decide
from aspects.judge.iam.truth import Truth
from tests.aspects.judge.access.support import ACCOUNT, policies, role, statement, target

NO, MAYBE, YES = Truth
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
LOGS = "arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar-logs"
OWN = "arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar"
KEY = f"arn:aws:kms:us-west-2:{ACCOUNT}:key/1234"
SELF = statement(Action="s3:*", Resource=[f"{OWN}/*", OWN], Sid="AllowS3Self")
DENY_LOGS = statement("Deny", Action="s3:*", Resource="arn:aws:s3:::*log*", Sid="DenyS3Logs")
STRANGER = Entity(WHOLE, "stranger", "", "999999999999")
OURS = Entity(WHOLE, "ours", "", ACCOUNT)


def answer(who: Entity, action: str, what: Any, layer: Layer = Layer.ALL, **context: Any) -> Truth:
    part = context.pop("part", "")
    keys = {name.replace("__", ":").lower(): value for name, value in context.items()}
    return decide(Request(who, action, what, keys, part), layer).answer


def test_an_explicit_deny_overrides_the_bucket_s_allow() -> None:
    """ "Example identity-based and resource-based policy evaluation": Carlos and his bucket of logs."""
    carlos = role(SELF, DENY_LOGS)
    admitted = statement(Action="s3:*", Resource=["*"], Principal={"AWS": carlos.arn})
    assert answer(carlos, "s3:PutObject", target("bucket", LOGS, admitted), part="log") is NO
    assert answer(carlos, "s3:PutObject", target("bucket", OWN), part="photo") is YES
    assert (
        answer(carlos, "s3:PutObject", target("bucket", "arn:aws:s3:::other", admitted), part="photo") is YES
    )  # by the bucket
    assert answer(carlos, "s3:PutObject", target("bucket", "arn:aws:s3:::other")) is NO
    denied = decide(Request(carlos, "s3:PutObject", target("bucket", LOGS, admitted)))
    assert [one.statement.origin.path for one in denied.denied_by] == ["Statement[1]"]


def test_a_permissions_boundary_allows_nothing_and_bounds_all() -> None:
    """ "Permissions boundaries for IAM entities": Shirley may not create users, whatever her policy says."""
    boundary = policies(statement(Action=["s3:*", "cloudwatch:*", "ec2:*"], Resource="*"))
    shirley = role(statement(Action=["iam:CreateUser", "s3:GetObject"], Resource="*"), boundary=boundary)
    assert answer(shirley, "iam:CreateUser", target("AWS::IAM::User", "arn:aws:iam::111122223333:user/x")) is NO
    assert answer(shirley, "s3:GetObject", target("bucket", OWN)) is YES
    assert answer(shirley, "s3:PutObject", target("bucket", OWN)) is NO


def test_a_boundary_bounds_what_a_resource_gives_to_a_role_by_its_arn() -> None:
    queue = f"arn:aws:sqs:us-west-2:{ACCOUNT}:q"
    bounded = role(boundary=policies(statement(Action="s3:*", Resource="*")))
    by_name = statement(Action="sqs:*", Resource="*", Principal={"AWS": bounded.arn})
    assert answer(bounded, "sqs:SendMessage", target("queue", queue, by_name)) is NO
    to_all = statement(Action="sqs:*", Resource="*", Principal="*")
    assert answer(bounded, "sqs:SendMessage", target("queue", queue, to_all)) is MAYBE
    assert answer(role(), "sqs:SendMessage", target("queue", queue, to_all)) is YES


def test_the_default_key_policy_lets_iam_policies_decide_and_nothing_else() -> None:
    """KMS Developer Guide, "Default key policy"."""
    default = statement(Action="kms:*", Resource="*", Principal={"AWS": ROOT}, Sid="Enable IAM User Permissions")
    user = role(statement(Action="kms:Decrypt", Resource=KEY))
    assert answer(user, "kms:Decrypt", target("key", KEY, default)) is YES
    assert answer(user, "kms:Decrypt", target("key", KEY)) is NO  # "IAM policies by themselves are not sufficient"
    assert answer(role(), "kms:Decrypt", target("key", KEY, default)) is NO
    named = statement(Action="kms:Decrypt", Resource="*", Principal={"AWS": user.arn})
    assert answer(role(), "kms:Decrypt", target("key", KEY, named)) is YES  # the same ARN, no policy of its own
    assert answer(OURS, "kms:Decrypt", target("key", KEY, default)) is YES
    assert answer(STRANGER, "kms:Decrypt", target("key", KEY, default)) is NO


def test_conditions_of_a_key_and_of_a_role_must_be_met_by_one_request() -> None:
    def through(service: str) -> dict[str, Any]:
        return {"StringEquals": {"kms:ViaService": f"{service}.us-west-2.amazonaws.com"}}

    user = role(statement(Action="kms:Decrypt", Resource="*", Condition=through("s3")))
    delegated = statement(Action="kms:*", Resource="*", Principal={"AWS": ACCOUNT}, Condition=through("s3"))
    other = {**delegated, "Condition": through("ecr")}
    assert answer(user, "kms:Decrypt", target("key", KEY, delegated)) is MAYBE
    assert answer(user, "kms:Decrypt", target("key", KEY, other)) is NO
    via = ("s3.us-west-2.amazonaws.com",)
    assert answer(user, "kms:Decrypt", target("key", KEY, delegated), kms__viaservice=via) is YES
    decision = decide(Request(user, "kms:Decrypt", target("key", KEY, delegated, other)))
    assert [one.statement.origin.path for one in decision.allowed_by] == ["Statement[0]", "Statement[0]"]


def test_both_accounts_must_allow() -> None:
    """ "Cross-account policy evaluation logic"."""
    shared = statement(Action="s3:GetObject", Resource=f"{OWN}/*", Principal={"AWS": "arn:aws:iam::999999999999:root"})
    assert answer(STRANGER, "s3:GetObject", target("bucket", OWN, shared)) is YES
    assert answer(STRANGER, "s3:GetObject", target("bucket", OWN)) is NO
    theirs = Entity("role", "r", "arn:aws:iam::999999999999:role/r", "999999999999")
    assert answer(theirs, "s3:GetObject", target("bucket", OWN, shared)) is NO


def test_not_action_and_not_resource_are_all_but_what_they_name() -> None:
    """ "IAM JSON policy elements: NotAction" and "NotResource"."""
    who = role(
        statement(NotAction="iam:*", Resource="*"), statement("Deny", Action="s3:*", NotResource=[f"{OWN}/*", OWN])
    )
    assert answer(who, "s3:GetObject", target("bucket", OWN)) is YES
    assert answer(who, "s3:GetObject", target("bucket", LOGS)) is NO
    assert answer(who, "iam:CreateUser", target("AWS::IAM::User", "arn:aws:iam::111122223333:user/x")) is NO


def test_not_principal_denies_everybody_but_whom_it_names() -> None:
    """ "AWS JSON policy elements: NotPrincipal": the role, and its account beside it."""
    who = role(statement(Action="s3:*", Resource="*"))
    deny = statement("Deny", Action="s3:*", Resource="*", NotPrincipal={"AWS": [who.arn, ROOT]})
    alone = statement("Deny", Action="s3:*", Resource="*", NotPrincipal={"AWS": [who.arn]})
    assert answer(who, "s3:GetObject", target("bucket", OWN, deny)) is YES
    assert answer(who, "s3:GetObject", target("bucket", OWN, alone)) is MAYBE
    assert answer(STRANGER, "s3:GetObject", target("bucket", OWN, deny)) is NO


@pytest.mark.parametrize(
    ("principal", "who", "expected"),
    [
        ("*", Entity(EVERYBODY, "anybody"), YES),
        ({"AWS": "*"}, STRANGER, YES),
        ({"AWS": ROOT}, Entity(EVERYBODY, "anybody"), NO),
        ({"Service": "sns.amazonaws.com"}, Entity(SERVICE, "sns.amazonaws.com"), YES),
        ({"Service": "sns.amazonaws.com"}, Entity(SERVICE, "sqs.amazonaws.com"), NO),
        ({"AWS": "sns.amazonaws.com"}, Entity(SERVICE, "sns.amazonaws.com"), NO),
        ({"Federated": "arn:p"}, Entity(FEDERATED, "p", "arn:p", ACCOUNT), YES),
        ({"Federated": "arn:q"}, Entity(FEDERATED, "p", "arn:p", ACCOUNT), NO),
        ({"AWS": f"arn:aws:sts::{ACCOUNT}:assumed-role/carlos/session"}, role(), MAYBE),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/carlos"}, OURS, MAYBE),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/*"}, role(), NO),  # no wildcard inside an ARN of a principal
        ({"CanonicalUser": "abc"}, role(), NO),
    ],
)
def test_a_principal_is_named_or_not(principal: Any, who: Entity, expected: Truth) -> None:
    queue = f"arn:aws:sqs:us-west-2:{ACCOUNT}:q"
    said = statement(Action="sqs:SendMessage", Resource=queue, Principal=principal)
    assert answer(who, "sqs:SendMessage", target("queue", queue, said), Layer.RESOURCE) is expected


def test_a_trust_policy_admits_whom_it_names() -> None:
    lambda_ = Entity(SERVICE, "lambda.amazonaws.com")
    what = target(
        "role",
        f"arn:aws:iam::{ACCOUNT}:role/r",
        statement(Action="sts:AssumeRole", Principal={"Service": lambda_.name}),
    )
    assert answer(lambda_, "sts:AssumeRole", what) is YES
    assert answer(role(statement(Action="sts:AssumeRole", Resource="*")), "sts:AssumeRole", what) is NO


def test_policy_variables_are_what_the_request_says() -> None:
    """ "Policy variables": a folder for each user."""
    home = role(statement(Action="s3:GetObject", Resource=f"{OWN}/home/${{aws:username}}/*"))
    bucket = target("bucket", OWN)
    assert answer(home, "s3:GetObject", bucket, part="home/carlos/x", aws__username=("carlos",)) is YES
    assert answer(home, "s3:GetObject", bucket, part="home/mary/x", aws__username=("carlos",)) is NO
    assert answer(home, "s3:GetObject", bucket, part="home/mary/x") is MAYBE


def test_a_statement_under_a_condition_of_the_template_may_be_there() -> None:
    either = [{"StringEquals": {"aws:SourceAccount": "1"}}, {}]
    who = role(statement(Action="s3:GetObject", Resource="*", Condition={"Fn::If": ["C", *either]}))
    assert answer(who, "s3:GetObject", target("bucket", OWN)) is MAYBE


def test_a_layer_is_asked_by_itself() -> None:
    deny_http = statement(
        "Deny", Action="s3:*", Resource="*", Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}}
    )
    who, bucket = role(SELF), target("bucket", OWN, deny_http)
    assert answer(who, "s3:GetObject", bucket) is YES
    assert answer(who, "s3:GetObject", bucket, aws__securetransport=("false",)) is NO
    assert answer(who, "s3:GetObject", bucket, Layer.IDENTITY, aws__securetransport=("false",)) is YES
    assert answer(who, "s3:GetObject", bucket, Layer.RESOURCE) is NO
