"""The gate of a pull request: two sides, everything that is judged of them, one comment, and who has to approve."""
