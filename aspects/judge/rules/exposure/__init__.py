"""What the internet reaches: networks, buckets, databases, functions."""
