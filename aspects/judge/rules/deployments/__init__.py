"""What a deployment moves, and leaves alone."""
