"""Rotation of MySQL and MariaDB logins, so that what AWSCURRENT says can log in at every moment.

steps -> single_user | alternating_users -> database, dialects, grants; versions and credentials hold what Secrets
Manager says. Imports inside this package are relative, so that it works in Lambda and as part of constructs_lib.
"""
