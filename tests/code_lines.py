"""How many lines of a Python file are code: neither comments nor docstrings, nor empty."""

from __future__ import annotations

import ast
import io
import tokenize

_NOTHING = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def code_lines(source: str) -> int:
    """Lines on which something stands that runs."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    code = {line for token in tokens if token.type not in _NOTHING for line in range(token.start[0], token.end[0] + 1)}
    said = (_said(node) for node in ast.walk(ast.parse(source)))
    return len(code.difference(*said))


def _said(node: ast.AST) -> range:
    """The lines of a text that stands by itself: a docstring, also that of an attribute."""
    match node:
        case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last)):
            return range(first, last + 1)
        case _:
            return range(0)
