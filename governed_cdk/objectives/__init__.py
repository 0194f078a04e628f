"""What was promised of services, and what came of it: the report of objectives."""
