"""The CDK command line, run so that it tells bad input from findings and never leaves half an assembly."""
