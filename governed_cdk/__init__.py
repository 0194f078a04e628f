"""The command line of the platform: one file a command."""
