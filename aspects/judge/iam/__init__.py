"""How IAM decides: patterns, conditions, and answers of which some parts are known only at the deploy."""
