"""The judgement of finished templates: catalogue, rules, acceptances, ledger, lock. Pure: no aws_cdk, no Node."""
