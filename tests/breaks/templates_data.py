"""What breaks each property of `tests/test_templates_data.py`, by a name for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import test_templates_data
from tests.breaks.making import (
    BALANCER,
    BUCKET,
    GROUP,
    INGRESS,
    INSTANCE,
    TABLE,
    another,
    file,
    given,
    gone,
    of,
    policy,
    stacks,
    statement,
)

if TYPE_CHECKING:
    from tests.breaks.making import Break, Property

BREAKS: dict[Property, dict[str, Break]] = {
    test_templates_data.test_prod_keeps_data_when_its_resource_goes: {
        "deleted": policy("DeletionPolicy", "Delete"),
        "unsaid": policy("DeletionPolicy", None, "AWS::APS::Workspace"),
        "gone when replaced": policy("UpdateReplacePolicy", "Delete", "AWS::EFS::FileSystem"),
    },
    test_templates_data.test_dev_leaves_nothing_behind: {
        "kept": policy("DeletionPolicy", "Retain"),
        "kept but for a failed creation": policy("DeletionPolicy", "RetainExceptOnCreate"),
        "a snapshot": policy("DeletionPolicy", "Snapshot", INSTANCE),
        "unsaid, which for a database is a snapshot": policy("DeletionPolicy", None, INSTANCE),
        "kept when replaced": policy("UpdateReplacePolicy", "Retain"),
        "kept, though it holds no data": policy("DeletionPolicy", "Retain", "AWS::IAM::Role"),
    },
    test_templates_data.test_prod_refuses_the_deletion_of_databases_tables_load_balancers_and_stacks: {
        "database": given(INSTANCE, DeletionProtection=False),
        "table": given(TABLE, DeletionProtectionEnabled=False),
        "load balancer": given(
            BALANCER, LoadBalancerAttributes=[{"Key": "deletion_protection.enabled", "Value": "false"}]
        ),
        "stack": file(
            "manifest.json", lambda data: next(stacks(data))["properties"].update(terminationProtection=False)
        ),
    },
    test_templates_data.test_every_log_group_has_a_retention_that_cloudwatch_knows: {
        "unknown": given("AWS::Logs::LogGroup", RetentionInDays=17)
    },
    test_templates_data.test_every_bucket_is_private_versioned_and_speaks_tls_only: {
        "public policies": lambda templates: of(templates, BUCKET)["Properties"][
            "PublicAccessBlockConfiguration"
        ].update(BlockPublicPolicy=False),
        "not versioned": given(BUCKET, VersioningConfiguration={"Status": "Suspended"}),
        "no policy": gone("AWS::S3::BucketPolicy"),
        "HTTP is not denied": statement(
            "AWS::S3::BucketPolicy", "PolicyDocument", {"Effect": "Allow"}, where=lambda one: one["Effect"] == "Deny"
        ),
    },
    test_templates_data.test_no_resource_is_open_to_the_internet_on_a_port_of_data: {
        "in the group": given(GROUP, SecurityGroupIngress=[{"IpProtocol": "tcp", "CidrIp": "0.0.0.0/0"}]),
        "in the group, IPv6": given(GROUP, SecurityGroupIngress=[{"IpProtocol": "tcp", "CidrIpv6": "::/0"}]),
        "beside the group": given(INGRESS, CidrIp="0.0.0.0/0"),
        "beside the group, IPv6": given(INGRESS, CidrIpv6="::/0"),
        "half of the internet": given(INGRESS, CidrIp="128.0.0.0/1"),
        "a public database": given(INSTANCE, PubliclyAccessible=True),
        "an address of a function": another("AWS::Lambda::Url"),
    },
    test_templates_data.test_every_secret_rotates_or_says_why_not: {
        "no schedule": gone("AWS::SecretsManager::RotationSchedule"),
        "a secret more": another("AWS::SecretsManager::Secret"),
    },
}
