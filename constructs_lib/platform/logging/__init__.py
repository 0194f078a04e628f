"""The stream that archives log events."""
