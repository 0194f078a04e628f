"""What is asked, and what the answers mean for a deployment."""
