"""Code of the Lambda functions, one folder each. Nothing here imports aws_cdk."""
