"""Keys, roles, secrets, parameters, and the firewall in front of a load balancer."""
