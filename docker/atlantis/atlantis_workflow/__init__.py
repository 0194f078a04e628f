"""What Atlantis runs for a pull request: each step in a task of its own, and none in the task of Atlantis itself."""
