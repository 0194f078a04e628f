"""What breaks each property of `tests/test_templates_access.py`, by a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import test_templates_access
from tests.breaks.making import PASSES, admits_a_service, given, grants, statement, without

if TYPE_CHECKING:
    from tests.breaks.making import Break, Property

BREAKS: dict[Property, dict[str, Break]] = {
    test_templates_access.test_no_identity_may_do_everything: {
        "everything": grants(Action="*", Resource="arn:aws:s3:::x"),
        "everything of a service": grants(Action=["s3:GetObject", "s3:*"], Resource="*"),
    },
    test_templates_access.test_a_role_is_passed_only_to_a_named_service: {"to anybody": grants(**PASSES)},
    test_templates_access.test_every_role_has_the_boundary_of_its_environment: {
        "none": without("AWS::IAM::Role", "PermissionsBoundary"),
        "another's": given("AWS::IAM::Role", PermissionsBoundary="arn:aws:iam::111122223333:policy/cdk-boundary-dev"),
    },
    test_templates_access.test_a_boundary_takes_nothing_away_of_what_a_role_s_own_policies_allow: {
        "an action": grants(Action="iam:CreateUser", Resource="*"),
        "another's role": grants(
            Action="sts:AssumeRole", Resource="arn:aws:iam::111122223333:role/cdk-x-deploy-role-y"
        ),
    },
    test_templates_access.test_every_role_is_assumed_only_on_behalf_of_this_account: {
        "for anybody": statement(
            "AWS::IAM::Role",
            "AssumeRolePolicyDocument",
            {"Condition": None},
            where=lambda one: "Condition" in one and "Service" in one["Principal"],
        ),
    },
    test_templates_access.test_every_condition_on_a_service_is_on_what_it_sends: {
        "of the role of a trail": statement(
            "AWS::IAM::Role",
            "AssumeRolePolicyDocument",
            {"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}},
            where=lambda one: one["Principal"].get("Service") == "cloudtrail.amazonaws.com",
        ),
        "of a topic for rules": statement(
            "AWS::SNS::TopicPolicy",
            "PolicyDocument",
            {"Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:111122223333:rule/*"}}},
            where=lambda one: (
                isinstance(one["Principal"], dict) and one["Principal"].get("Service") == "events.amazonaws.com"
            ),
        ),
        "of a service that nobody knows": statement(
            "AWS::SQS::QueuePolicy",
            "PolicyDocument",
            {"Principal": {"Service": "nobody-knows.amazonaws.com"}},
            where=admits_a_service,
        ),
    },
    test_templates_access.test_a_key_admits_each_service_only_under_a_condition: {
        "no condition": statement("AWS::KMS::Key", "KeyPolicy", {"Condition": None}, where=admits_a_service),
        "every action": statement("AWS::KMS::Key", "KeyPolicy", {"Action": "kms:*"}, where=admits_a_service),
    },
    test_templates_access.test_no_topic_queue_or_bucket_admits_a_service_unconditionally: {
        type_: statement(type_, "PolicyDocument", {"Condition": None}, where=admits_a_service)
        for type_ in ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy")
    },
}
