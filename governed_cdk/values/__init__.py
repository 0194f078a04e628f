"""What people put into an account by hand: values of secrets and of the parameter tree, typed, and never printed."""
