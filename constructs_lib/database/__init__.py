"""Databases and tables."""
