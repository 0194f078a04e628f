"""The rehearsal: the real CDK command line against an AWS that lives in one process of this machine."""
