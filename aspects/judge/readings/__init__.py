"""What rules and Aspects read out of a resource: its keys, ingress, policies, ports, switches, tags."""
