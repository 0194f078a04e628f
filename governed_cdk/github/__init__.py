"""GitHub's REST API, as far as the gate and an emergency need it."""
