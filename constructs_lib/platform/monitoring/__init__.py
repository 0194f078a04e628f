"""Where alarms go, what is measured, and what it may cost."""
