"""Terraform's state while it is still in use, and the roles that GitHub assumes."""

from constructs_lib.kernel.cdk_roles import DEPLOYING, QUALIFIER, READING, SERVICES, cdk_role_arn, cdk_role_arns

__all__ = ["DEPLOYING", "QUALIFIER", "READING", "SERVICES", "cdk_role_arn", "cdk_role_arns"]
