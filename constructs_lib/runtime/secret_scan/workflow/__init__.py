"""Scanning, and responding to what was found."""
