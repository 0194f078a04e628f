from __future__ import annotations

from tests.governed_cdk.github.conftest import github

__all__ = ["github"]
