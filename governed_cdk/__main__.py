"""`python -m governed_cdk`."""

from governed_cdk.cli import main

main()
