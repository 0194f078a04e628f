"""What governance and validation cost, measured on whole processes."""
