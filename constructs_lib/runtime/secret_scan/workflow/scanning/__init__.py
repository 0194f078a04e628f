"""What is a secret in an object, a parameter, a variable: pure."""
