"""From a message on an alarm topic to a message in Slack: read it, lay it out, post it. Standard library only."""
