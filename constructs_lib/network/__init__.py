"""Security groups and load balancers."""
