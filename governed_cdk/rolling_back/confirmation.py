"""What one person has planned is what another one confirms: the digest, and who made it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.kernel.files import write_whole
from governed_cdk.reviewed.account_parts import account_parts
from governed_cdk.reviewed.parts import assembly_parts, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from governed_cdk.preflight.account import Account


def rollback_digest(assembly: Path, environment: str, account: Account) -> str:
    """The digest over what would be deployed and over what is deployed now."""
    return digest_of({**assembly_parts(assembly), **account_parts(assembly, environment, account)})


def strangers(assembly: Path, environment: str, account: Account) -> list[str]:
    """Stacks that the account has otherwise than an assembly that is taken for what is deployed."""
    made, there = assembly_parts(assembly), account_parts(assembly, environment, account)
    names = [part.removeprefix("deployed ") for part in there if part.startswith("deployed ")]
    return [name for name in names if there[f"deployed {name}"] != made.get(f"template {name}")]


def plan(file: Path, *, digest: str, by: str) -> None:
    """Keep who planned what, unless that is kept already: who confirms is somebody else."""
    if _kept(file).get("digest") != digest:
        write_whole(file, json.dumps({"digest": digest, "by": by}) + "\n")


def against(file: Path, *, given: str, digest: str, by: str, two: bool) -> Iterator[str]:
    """Why a confirmation is none: of another digest, or by who has planned it where it takes two."""
    if given != digest:
        yield f"--confirmed {given}: is not what would be deployed now, {digest}"
    kept = _kept(file)
    if two and kept.get("digest") != digest:
        yield f"{file}: nobody has planned this here: run it without --confirmed, and let somebody else confirm it"
    elif two and kept["by"] == by:
        yield f"{by} has planned it: somebody else confirms it"


def _kept(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found
