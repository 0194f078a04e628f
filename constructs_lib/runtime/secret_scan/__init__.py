"""The function that looks for secrets where they do not belong, and does something about them."""
