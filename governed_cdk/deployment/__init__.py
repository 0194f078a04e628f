"""Deploying an assembly so that nothing gets stuck: protection comes when everything else is there."""
