"""The audit trail: where it is kept, how it is asked, what it alerts of."""
