"""Who may do what: policies, their principals and conditions."""
