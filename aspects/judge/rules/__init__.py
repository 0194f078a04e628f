"""The rules, one a file: each a pure function from a resource to what is wrong with it.

A rule's module has `WHY` (one sentence), `FIX` (code), `BAD` and `GOOD` (the resources of a template as YAML, which its
page shows and a test runs), and `check`. `TYPES` names the types it looks at; without it, all. `SEVERITY` is "error"
unless it says "warning".
"""
