"""The public zone and the checks on what it points to."""
