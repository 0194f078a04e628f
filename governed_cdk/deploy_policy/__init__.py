"""The least that CloudFormation must be allowed to do to deploy an app: computed from its templates alone."""
