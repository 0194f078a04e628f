"""The platform as a release hands it out: the assembly of each environment, for whoever deploys beside it."""
