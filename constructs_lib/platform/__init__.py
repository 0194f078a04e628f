"""What only the platform's own stacks use, by the stack that uses it."""
