"""Files that nobody would write, tried on `governed-cdk check` in processes that may not take much."""
