"""Templates that nobody here wrote: what the rules say of thousands of them, before and after a change of a rule.

The folders are not part of this repository: `python -m tests.corpus record FOLDER ...` takes any. docs/precision.md
says which ones its figures are from.
"""
