"""Governed constructs for AWS CDK: right by default, and clear about it when they are not.

This is the only door: what a stack or a service repository needs is here by name. `__init__.pyi` lists the names; a
module is loaded when something of it is first used, so that commands which need no CDK start without it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
