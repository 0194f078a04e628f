"""`python -m governed_cdk.cdk_cli`: what `.venv/bin/cdk` starts."""

from __future__ import annotations

import sys

from governed_cdk.cdk_cli.main import main

raise SystemExit(main(sys.argv[1:]))
