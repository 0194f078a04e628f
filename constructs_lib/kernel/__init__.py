"""What everything stands on: contract, keys, tags, data classes, names, environments, errors, settings. No aws_cdk."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["contract"])
