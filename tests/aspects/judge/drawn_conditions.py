"""Resources under conditions of parameters, drawn by chance."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

PARAMETERS = {"A": ["0.0.0.0/0", "10.0.0.0/8"], "B": ["yes", "no"], "C": ["22", "443", "8443"]}
NAMES = st.sampled_from(["P", "Q", "R", "S"])


def _equals() -> st.SearchStrategy[Any]:
    one = st.sampled_from(list(PARAMETERS)).flatmap(
        lambda name: st.tuples(
            st.just({"Ref": name}), st.sampled_from([*PARAMETERS[name], "no such value", {"Ref": "B"}])
        )
    )
    return one.map(lambda pair: {"Fn::Equals": list(pair)})


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """Conditions of parameters, and of each other."""
    found: dict[str, Any] = {}
    for name in "PQRS":
        before = st.sampled_from([{"Condition": one} for one in found]) if found else _equals()
        parts = st.lists(before | _equals(), min_size=2, max_size=3)
        found[name] = draw(
            st.one_of(
                _equals(),
                parts.map(lambda some: {"Fn::And": some}),
                parts.map(lambda some: {"Fn::Or": some}),
                before.map(lambda one: {"Fn::Not": [one]}),
            )
        )
    return found


def chosen(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values, or `Fn::If`s between them, one inside the other."""
    plain = st.sampled_from(list(values))
    return st.recursive(
        plain, lambda inner: st.tuples(NAMES, inner, inner).map(lambda one: {"Fn::If": list(one)}), max_leaves=3
    )


NOTHING = {"Ref": "AWS::NoValue"}
NAME = chosen("prod-a", "prod-b", {"Fn::Sub": "prod-${B}"}, {"Ref": "C"})
RULE = st.fixed_dictionaries(
    {
        "IpProtocol": st.just("tcp"),
        "FromPort": chosen({"Ref": "C"}, 22, 443),
        "ToPort": chosen({"Ref": "C"}, 443, 22),
        "CidrIp": chosen({"Ref": "A"}, "0.0.0.0/0", "10.0.0.0/8"),
    }
)
STATEMENT = st.fixed_dictionaries(
    {
        "Effect": chosen("Allow", "Deny"),
        "Principal": chosen("*", {"AWS": "111122223333"}),
        "Action": chosen("*", "s3:*"),
        "Resource": chosen("*", "arn:aws:s3:::prod-a/*"),
        "Condition": chosen(NOTHING, {"Bool": {"aws:SecureTransport": "false"}}),
    }
)
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "AWS::EC2::SecurityGroup": {"SecurityGroupIngress": st.lists(chosen(NOTHING) | RULE, min_size=1, max_size=2)},
    "AWS::RDS::DBInstance": {
        "PubliclyAccessible": chosen(True, False, NOTHING),
        "StorageEncrypted": chosen(True, False),
        "KmsKeyId": chosen("alias/prod-rds", NOTHING, "alias/aws/rds"),
    },
    "AWS::KMS::Key": {
        "EnableKeyRotation": chosen(True, False, NOTHING),
        "KeySpec": chosen("SYMMETRIC_DEFAULT", "RSA_2048", NOTHING),
    },
    "AWS::SQS::Queue": {"QueueName": NAME, "KmsMasterKeyId": chosen("alias/aws/sqs", "alias/prod-messaging", NOTHING)},
    "AWS::S3::Bucket": {
        "BucketName": NAME,
        "Tags": st.lists(
            chosen({"Key": "Environment", "Value": {"Ref": "B"}}, {"Key": "Owner", "Value": "a"}, NOTHING), max_size=2
        ),
    },
    "AWS::S3::BucketPolicy": {
        "Bucket": chosen("prod-a", "prod-b"),
        "PolicyDocument": st.lists(chosen(NOTHING) | STATEMENT, min_size=1, max_size=2).map(
            lambda some: {"Statement": some}
        ),
    },
    "AWS::ElasticLoadBalancingV2::Listener": {
        "Protocol": chosen("HTTP", "HTTPS"),
        "SslPolicy": chosen("ELBSecurityPolicy-TLS13-1-2-2021-06", NOTHING),
    },
}

REFERENCES = chosen("nothing", {"Ref": "X"}, {"Fn::GetAtt": ["Y", "Arn"]}, {"Fn::Sub": "of ${Z.Arn}"})


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """Up to three resources, each perhaps under a condition."""
    found = {}
    for name in draw(st.sampled_from(["X", "XY", "XYZ"])):
        type_ = draw(st.sampled_from(sorted(KINDS)))
        found[name] = {
            "Type": type_,
            "Properties": {key: draw(value) for key, value in KINDS[type_].items()},
            "DeletionPolicy": draw(chosen("Retain", "Delete")),
            "UpdateReplacePolicy": "Retain",
            "Metadata": {"Of": draw(REFERENCES)},
        }
        if draw(st.booleans()):
            found[name]["Condition"] = draw(NAMES)
    return found
