from __future__ import annotations

import re
from typing import TYPE_CHECKING

from governed_cdk.scaffold import rendering
from governed_cdk.scaffold.rendering import rendered

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_words_stand_in_texts_and_in_paths_and_what_is_no_word_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "_TEMPLATES", tmp_path)
    (tmp_path / "some/.github").mkdir(parents=True)
    (tmp_path / "some/.github/@slug@.yml.in").write_text("@@owner@/@slug@ someone@example.org ${{ @other@ }}\n")
    (tmp_path / "some/left.txt").write_text("no template")
    words = {"slug": "orders", "owner": "org"}
    assert rendered("some", words) == {".github/orders.yml": "@org/orders someone@example.org ${{ @other@ }}\n"}


def test_every_template_is_used_and_every_word_in_them_known() -> None:
    folders = {path.name for path in rendering._TEMPLATES.iterdir()}
    pieces = {f"{piece}_{where}" for piece in ("stack", "construct", "rule") for where in ("platform", "service")}
    assert folders == {"service", "deployer_atlantis", "deployer_github", "rules_service", *pieces}
    left = [path for path in rendering._TEMPLATES.rglob("*") if path.is_file() and path.suffix != ".in"]
    assert left == []
    texts = [f"{path} {path.read_text()}" for path in rendering._TEMPLATES.rglob("*.in")]
    assert {word for text in texts for word in re.findall(r"@([A-Za-z_0-9]+)@", text)} == {
        "Sentence", "Slug", "deployer", "extras", "github_owner", "library_url", "module", "owner", "pack",
        "platform_address", "platform_repository", "region", "release", "room", "runbook_url", "slug", "team", "title",
        "version",
    }  # fmt: skip
