"""The function that rotates secrets."""
