"""What Atlantis is told, may do and must keep secret."""
