"""Secrets in files and changes, by the patterns that the account is searched with; and where one belongs."""
