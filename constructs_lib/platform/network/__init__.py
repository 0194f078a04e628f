"""The VPC, its endpoints and its way to other networks."""
