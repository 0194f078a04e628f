from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.identity_providers import names_a_tenant, shared_providers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("how", "pattern", "named"),
    [
        ("whole", "0123", True),
        ("whole", "0123*", False),
        ("whole", "", False),
        ("path", "example-org/deploy/*", True),
        ("path", "example-org*/deploy", False),
        ("kind", "repo:example-org/*", True),
        ("kind", "organization:example-org", True),
        ("kind", "organization:${parameter Given: a name}:*", True),
        ("kind", "example-org", False),
        ("kind", "repo:?", False),
        ("whole", "a\n*", False),
    ],
)
def test_what_a_wildcard_leaves_open_names_nobody(how: str, pattern: str, *, named: bool) -> None:
    assert names_a_tenant(how, pattern) is named


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("[]", "a list of rows"),
        ("[{issuer: a}]", "checked, claims, issuer, source"),
        ('[{issuer: a, claims: {sub: part}, checked: "2026-11-30", source: "https://x"}]', "kind"),
        ('[{issuer: a, claims: {sub: whole}, checked: "2026-11-30", source: x}]', "providers[0].source"),
    ],
)
def test_a_row_without_its_claims_page_or_day_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "p.yaml").write_text(f"providers: {rows}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        shared_providers(tmp_path / "p.yaml")
    assert said in str(error.value)
