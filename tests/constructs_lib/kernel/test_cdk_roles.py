from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.cdk_roles import DEPLOYING, cdk_role_arn, cdk_role_arns


def test_a_bootstrap_role_is_named_as_cdk_bootstrap_names_it() -> None:
    assert cdk_role_arn("deploy", account="111122223333", region="us-east-1") == (
        "arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-us-east-1"
    )


def test_cloudformations_own_role_is_nobody_elses() -> None:
    with pytest.raises(ConfigurationError, match="CDK bootstrap role: given 'cfn-exec'"):
        cdk_role_arn("cfn-exec", account="111122223333", region="us-east-1")


def test_there_is_one_role_a_kind_account_and_region_in_a_fixed_order() -> None:
    arns = cdk_role_arns(DEPLOYING, accounts=["2" * 12, "1" * 12, "1" * 12], regions={"us-east-1", "eu-west-1"})
    assert len(arns) == len(set(arns)) == 4 * 2 * 2
    assert arns == sorted(arns)
    assert not any("*" in arn for arn in arns)
