"""Terraform's state while it is still in use, and the roles that GitHub assumes."""
