"""What `governed-cdk access` is made of: statements of `access.yaml`, the answers to them, how both are shown."""
