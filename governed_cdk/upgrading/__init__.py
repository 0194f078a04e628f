"""What another version of the library would change in an app."""
