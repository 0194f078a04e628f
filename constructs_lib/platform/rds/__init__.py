"""What is restored as a test, and what looks at it."""
