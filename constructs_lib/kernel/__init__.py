"""What everything stands on: contract, keys, tags, data classes, names, environments, errors, settings. No aws_cdk."""

from constructs_lib.kernel import contract

__all__ = ["contract"]
