"""Notices to people, from the command line."""
