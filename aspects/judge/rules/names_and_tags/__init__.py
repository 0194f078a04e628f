"""Physical names and tags."""
