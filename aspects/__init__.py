"""Governance: what is enforced on everything, also on constructs that we did not write."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
