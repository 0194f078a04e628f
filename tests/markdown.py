"""The repository's Markdown pages: their blocks, their code, their anchors."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tests.repository import own_files
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

PAGES = own_files(".md")


def page_id(path: Path) -> str:
    """Its path, as a test's id."""
    return str(path.relative_to(ROOT))


@functools.cache
def tokens(path: Path) -> tuple[Token, ...]:
    """The blocks of a page and what stands in them, in order."""
    blocks = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    return tuple(token for block in blocks for token in (block, *(block.children or ())))


def code(path: Path) -> Iterator[str]:
    """Code blocks and code in text; `$env` is prod, and a line that goes on is one line."""
    for token in tokens(path):
        if token.type in ("fence", "code_inline"):
            yield re.sub(r"\$\{?env\}?(?![a-z])", "prod", token.content).replace("\\\n", " ")


@functools.cache
def anchors(path: Path) -> frozenset[str]:
    """The anchors that GitHub gives the headings of a page."""
    blocks, seen, found = tokens(path), Counter[str](), set()
    for opening, heading in itertools.pairwise(blocks):
        if opening.type == "heading_open":
            text = "".join(child.content for child in heading.children or ())
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return frozenset(found)
