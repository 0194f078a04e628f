"""Buckets and file systems: how long they keep, where they are copied, how they are backed up."""
