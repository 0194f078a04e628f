"""Versions that AWS still maintains."""
