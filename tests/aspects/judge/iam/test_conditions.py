"""The examples are those of the IAM User Guide, on the pages that `conditions.py` names."""

from __future__ import annotations

import pytest

from aspects.judge.iam.conditions import ABSENT, Condition, compatible, holds, unsettled
from aspects.judge.iam.truth import Truth

NO, MAYBE, YES = Truth
KEY = "key"


@pytest.mark.parametrize(
    ("operator", "values", "given", "answer"),
    [
        # "String condition operators"
        ("stringequals", ("job-category",), ("job-category",), YES),
        ("stringequals", ("a", "b"), ("b",), YES),
        ("stringequals", ("a",), ("A",), NO),
        ("stringequalsignorecase", ("a",), ("A",), YES),
        ("stringnotequals", ("a", "b"), ("b",), NO),
        ("stringnotequals", ("a",), ABSENT, YES),
        ("stringlike", ("home/Paul*",), ("home/Pauline",), YES),
        ("stringnotlike", ("home/*",), ("home/Pauline",), NO),
        # "Numeric condition operators": s3:max-keys
        ("numericlessthanequals", ("10",), ("10",), YES),
        ("numericlessthan", ("10",), ("10",), NO),
        ("numericgreaterthanequals", ("30",), ("7",), NO),
        ("numericnotequals", ("10",), ("11",), YES),
        ("numericequals", ("10",), ("no number",), NO),
        # "Date condition operators": aws:TokenIssueTime
        ("dategreaterthan", ("2020-01-01T00:00:01Z",), ("2020-02-01T00:00:00Z",), YES),
        ("datelessthan", ("2020-01-01T00:00:01Z",), ("1577836800",), YES),
        # "Boolean condition operators"
        ("bool", ("false",), ("true",), NO),
        ("bool", ("False",), ("false",), YES),
        # "IP address condition operators"
        ("ipaddress", ("203.0.113.0/24",), ("203.0.113.7",), YES),
        ("notipaddress", ("203.0.113.0/24",), ("203.0.113.7",), NO),
        ("ipaddress", ("2001:DB8:1234:5678::/64",), ("203.0.113.7",), NO),
        # ARNs, by "Amazon Resource Name condition operators"
        ("arnequals", ("arn:aws:sns:*:123456789012:t*",), ("arn:aws:sns:us-east-1:123456789012:topic",), YES),
        ("arnnotlike", ("arn:aws:sns:*:*:*",), ("arn:aws:sqs:us-east-1:123456789012:q",), YES),
        ("binaryequals", ("QmluYXJ5",), ("QmluYXJ5",), YES),
        # "...IfExists condition operators": ec2:InstanceType
        ("stringlikeifexists", ("t1.*", "t2.*"), ABSENT, YES),
        ("stringlikeifexists", ("t1.*", "t2.*"), ("m1.large",), NO),
        ("boolifexists", ("false",), ABSENT, YES),
        # "Condition operator to check existence of condition keys": aws:MultiFactorAuthAge
        ("null", ("true",), ABSENT, YES),
        ("null", ("true",), ("300",), NO),
        ("null", ("false",), ("300",), YES),
        # "Set operators for multi-valued context keys"
        ("forallvalues:stringequals", ("ID", "Message", "Tags"), ("ID", "Tags"), YES),
        ("forallvalues:stringequals", ("ID", "Message"), ("ID", "UserName"), NO),
        ("forallvalues:stringequals", ("ID",), ABSENT, YES),
        ("foranyvalue:stringequals", ("ID",), ("UserName", "ID"), YES),
        ("foranyvalue:stringequals", ("ID",), ABSENT, NO),
        ("foranyvalue:stringequalsifexists", ("ID",), ABSENT, MAYBE),
        # Which Reach leaves open: "if the key is present, process the key as specified in the policy"
        ("foranyvalue:stringequalsifexists", ("ID",), ("UserName", "ID"), YES),
        ("foranyvalue:stringequalsifexists", ("ID",), ("UserName",), NO),
        ("foranyvalue:stringnotequalsifexists", ("ID",), ("ID",), NO),
        ("forallvalues:stringnotequalsifexists", ("ID",), ("UserName",), YES),
        ("forallvalues:stringnotequalsifexists", ("ID",), ABSENT, YES),
        ("foranyvalue:stringnotequals", ("ID",), ("ID", "UserName"), YES),
        ("forallvalues:stringnotequals", ("ID",), ("ID", "UserName"), NO),
        # What nobody knows decides.
        ("stringequals", ("a",), None, MAYBE),
        ("null", ("true",), None, MAYBE),
        ("stringequalsbutnew", ("a",), ("a",), MAYBE),
    ],
)
def test_an_operator_holds(
    operator: str, values: tuple[str, ...], given: tuple[str, ...] | None, answer: Truth
) -> None:
    context = {} if given is None else {KEY: given}
    assert holds(Condition(operator, KEY, values), context) is answer


def test_what_depends_is_told_as_a_person_reads_it() -> None:
    conditions = [Condition("stringequals", "kms:viaservice", ("s3", "sns")), Condition("bool", "known", ("true",))]
    (open_,) = unsettled(conditions, {"known": ("true",)})
    assert str(open_) == "kms:viaservice stringequals s3 | sns"


def test_two_statements_can_be_met_by_one_request_or_not() -> None:
    via = Condition("stringequals", "kms:viaservice", ("s3.eu-west-1.amazonaws.com",))
    assert compatible([via], [Condition("stringlike", "kms:viaservice", ("s3.*.amazonaws.com",))])
    assert not compatible([via], [Condition("stringlike", "kms:viaservice", ("ecr.*.amazonaws.com",))])
    assert compatible([via], [Condition("stringnotequals", "kms:viaservice", ("ecr",))])
    assert compatible([via], [Condition("stringequals", "other", ("ecr",))])
