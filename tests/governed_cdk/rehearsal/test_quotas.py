from __future__ import annotations

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.rehearsal.quotas import quotas_given


def test_a_quota_is_a_type_and_a_number() -> None:
    assert quotas_given([]) == {}
    assert quotas_given(["AWS::Lambda::Function=1000", "AWS::EC2::VPC=9"]) == {
        "AWS::Lambda::Function": 1000,
        "AWS::EC2::VPC": 9,
    }


@pytest.mark.parametrize(
    "given", ["", "AWS::Lambda::Function", "AWS::Lambda::Function=", "AWS::Foo::Bar=1", "AWS::EC2::VPC=-1"]
)
def test_any_other_one_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError, match=r"--quota: given .* allowed: .*AWS::EC2::VPC.*, = and a whole number"):
        quotas_given([given])
