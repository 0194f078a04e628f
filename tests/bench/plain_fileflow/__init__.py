"""FileFlow in plain CDK, which docs/comparison.md has beside examples/fileflow: prod, its settings written in."""
