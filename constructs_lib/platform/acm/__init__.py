"""The certificate of the platform's domain."""
