"""Data that survives: kept, backed up, in more than one zone."""
