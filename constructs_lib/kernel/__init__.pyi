from . import contract, setting_kinds

__all__ = ["contract", "setting_kinds"]
