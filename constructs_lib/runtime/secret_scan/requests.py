"""In the place of the library of this name: detect-secrets imports it to ask a provider about a secret.

Nobody is asked here: a secret goes nowhere, and what cannot be called is not called by mistake.
"""

from __future__ import annotations


class Response:
    """What annotations there name."""


class exceptions:  # noqa: N801 - as the library calls it
    """What is caught there."""

    class RequestException(Exception):  # noqa: N818 - as the library calls it
        """What is caught there."""
