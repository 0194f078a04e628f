"""What may cross a stack."""
