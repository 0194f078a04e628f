"""What everything stands on: contract, keys, tags, data classes, names, environments, errors, settings. No aws_cdk."""

import lazy_loader

# The modules that the door shows as such; one is loaded when it is first asked for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
