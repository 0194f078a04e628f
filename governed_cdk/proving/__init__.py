"""What only an account can tell: small experiments that make what they need, look, and take it away again."""
