"""How old secrets are that no function rotates."""
