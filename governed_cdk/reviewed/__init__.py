"""What was reviewed is what is deployed: the parts of an assembly and of its account, and the digest over them."""
