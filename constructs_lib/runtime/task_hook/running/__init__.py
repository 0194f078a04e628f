"""One run for each deployment, and what its end means."""
