from __future__ import annotations

import importlib.metadata

import pytest

from aspects.judge.known_rules import check_rule, rules_of
from constructs_lib.kernel.errors import ConfigurationError
from tests.support import refusal


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("governed-cdk::bucket-demand-tls", "no rule bucket-demand-tls (did you mean buckets-demand-tls?)"),
        ("governed-cdk::Buckets-Demand-TLS", "no rule Buckets-Demand-TLS ("),
        ("governed-cdk::nothing-like-it", "no rule nothing-like-it (what governed-cdk found, the report spells"),
        ("AwsSolutions::AwsSolutions-IAM6", "no rule AwsSolutions-IAM6 (did you mean AwsSolutions-IAM"),
        (
            "AwsSolutions::AwsSolutions-IAM55[Resource::*]",
            "no rule AwsSolutions-IAM55 (did you mean AwsSolutions-IAM5?)",
        ),
        ("AwsSolutions::IAM5[Resource::*]", "no rule IAM5 ("),
        ("AwsSolution::AwsSolutions-IAM5", "no pack AwsSolution (did you mean AwsSolutions::AwsSolutions-IAM5?)"),
        ("awssolutions::AwsSolutions-IAM5", "no pack awssolutions (did you mean AwsSolutions::AwsSolutions-IAM5?)"),
        ("governed_cdk::alarms-reach-somebody", "no pack governed_cdk (did you mean governed-cdk::alarms-reach"),
        ("governed-cdk::acceptance-is-stale", "nobody can accept acceptance-is-stale: mend what it says"),
        ("governed-cdk::finding-is-accepted-once", "nobody can accept finding-is-accepted-once"),
        ("governed-cdk::stateful-resources-keep-their-logical-ids", "nobody can accept stateful-resources-keep"),
        ("governed-cdk::rules-ran", "nobody can accept rules-ran"),
    ],
)
def test_a_rule_that_is_none_is_refused_and_the_right_one_is_guessed(finding: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        check_rule("stacks/x.py:3: prod-x/Topic", finding)
    (mistake,) = raised.value.mistakes
    assert mistake.startswith(f"stacks/x.py:3: prod-x/Topic: {said}")


@pytest.mark.parametrize(
    "finding",
    [
        "governed-cdk::alarms-reach-somebody",
        "AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::x/*]",
        "AwsSolutions::AwsSolutions-SNS3",
        "CloudFormation-Validate::W3010",
        "Annotation::@aws-cdk/aws-iam:x",
        "NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy",
        "our-own-pack::whatever",
    ],
)
def test_rules_that_there_are_and_packs_that_we_do_not_know_pass(finding: str) -> None:
    assert refusal(check_rule, "x", finding) is None


def test_the_rules_of_the_installed_cdk_nag_are_known() -> None:
    known = rules_of("AwsSolutions")
    assert {"AwsSolutions-IAM4", "AwsSolutions-IAM5", "AwsSolutions-KDS3", "AwsSolutions-S1"} <= known
    assert len(known) > 100


def test_without_cdk_nag_its_rules_are_not_known_and_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    rules_of.cache_clear()
    try:
        assert refusal(check_rule, "x", "AwsSolutions::AwsSolutions-IAM55") is None
    finally:
        rules_of.cache_clear()
