"""The kernel's CDK side: the stack bases, how the contract's values travel, and acceptances."""
