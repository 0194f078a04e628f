"""What an account must have before a deploy."""
