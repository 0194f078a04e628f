"""The drill: the home region is lost on a local AWS, and what comes back is counted."""
