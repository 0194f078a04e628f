"""Which files of a folder are templates, and which only resemble one."""

from __future__ import annotations

import re
from typing import Any

# Each begins at a line's own begin, or behind what cannot be blank: no stretch of blanks is looked at twice.
_LOOKS_LIKE_ONE = re.compile(r"""^[ \t]*["']?Resources["']?[ \t]*:|[{,]\s*+"Resources"\s*+:""", re.MULTILINE)
_AT_THE_TOP = re.compile(r"""^["']?Resources["']?[ \t]*:""", re.MULTILINE)
# Jinja, cookiecutter, ERB, Rain: what makes templates. Of two braces a dynamic reference alone is none of it.
_MAKES_ONE = re.compile(r"\{%|\{\{(?!resolve:)|<%|!Rain::|Rain::Module")


def looks_like_one(text: str) -> bool:
    """Whether a text has a key `Resources` at all: whatever has none is not read any further."""
    return _LOOKS_LIKE_ONE.search(text) is not None


def is_meant_as_one(text: str, body: Any) -> bool:
    """Whether a text that could not be read as a template should have been one, as far as it was read.

    A CodeDeploy appspec.yaml has a list of Resources, a serverless.yml has them further down; others have the key, and
    nothing of AWS below it. `body` is None where the text is neither JSON nor YAML.
    """
    if '"AWS::' not in text and "Type: AWS::" not in text:
        return False
    if isinstance(body, dict):
        return isinstance(body.get("Resources"), dict)
    return body is None and (text.lstrip().startswith("{") or _AT_THE_TOP.search(text) is not None)


def makes_templates(text: str) -> bool:
    """Whether a text is what a tool makes templates of, rather than one itself."""
    return _MAKES_ONE.search(text) is not None
