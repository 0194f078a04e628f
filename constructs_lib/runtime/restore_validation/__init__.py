"""The function that writes a marker every day, and looks for it in what AWS Backup restored as a test."""
