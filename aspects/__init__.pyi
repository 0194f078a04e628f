from .govern import govern

__all__ = ["govern"]
