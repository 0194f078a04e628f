"""What is done about a secret, one step after the other, each of which can be done again."""
