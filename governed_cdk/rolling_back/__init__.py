"""Back to a release: its assembly by its own packages, what speaks against it, and how things are afterwards."""
