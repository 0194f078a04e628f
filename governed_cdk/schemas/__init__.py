"""What CloudFormation's own schemas say of every type, read from cfn-lint. Development only."""
