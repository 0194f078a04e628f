"""What the emulator learns from us: CloudFormation types that it lacks, and properties that it drops.

It runs inside the emulator's process (`python -m governed_cdk.rehearsal.extension`). One file a service.
"""
