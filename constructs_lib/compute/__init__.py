"""Containers, functions, the images they run and the roles they start with."""
