"""What people look at every day, week and month, looked at by a command: each item says fine, look, or cannot tell."""
