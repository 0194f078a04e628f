"""Which rules there are to be accepted: ours, and cdk-nag's as far as the installed version tells.

An acceptance of a rule that never was would look like one that is no longer needed.
"""

from __future__ import annotations

import difflib
import functools
import importlib.metadata
import re
import tarfile

from aspects.judge.registry import BY_ID
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.project import NAME

PACK = NAME
"""The first part of what is accepted of our rules, and the key in a resource's metadata."""
NAG = "AwsSolutions"
CDK = "CloudFormation-Validate"
_PACKS = (PACK, NAG, CDK)

# What the ledger, the lock and the plugin say: nobody can accept it.
_NEVER = re.compile(r"acceptance-.*|finding-is-accepted-once|stateful-resources-keep-their-logical-ids|rules-ran")


def check_rule(where: str, finding: str) -> None:
    """Refuse a finding of a rule that does not exist, or that nobody can accept, and say which may have been meant.

    A pack that we do not know may be somebody's own: it is refused only where it is nearly the name of one that we do.

    Raises ConfigurationError.
    """
    pack, _, said = finding.partition("::")
    rule = said.partition("[")[0]  # the rest is what it was found in: AwsSolutions-IAM5[Resource::*]
    if pack not in _PACKS:
        if meant := pack_like(pack):
            raise ConfigurationError(f"{where}: no pack {pack} (did you mean {meant}::{said}?)")
        return
    if pack == PACK and _NEVER.fullmatch(rule):
        raise ConfigurationError(f"{where}: nobody can accept {rule}: mend what it says")
    known = rules_of(pack)
    if known and rule not in known:
        near = difflib.get_close_matches(rule, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"what {pack} found, the report spells as it is accepted"
        raise ConfigurationError(f"{where}: no rule {rule} ({hint})")


def pack_like(name: str) -> str:
    """The pack that we know and that a name is, or is nearly; nothing where it is a name of its own."""
    by_name = {known.casefold(): known for known in _PACKS}
    near = difflib.get_close_matches(name.casefold(), by_name, n=1, cutoff=0.8)
    return by_name[near[0]] if near else ""


@functools.cache
def rules_of(pack: str) -> frozenset[str]:
    """The ids of a pack's rules; nothing where they are not known."""
    if pack == PACK:
        return frozenset(BY_ID)
    return _nag_rules() if pack == NAG else frozenset()


def _nag_rules() -> frozenset[str]:
    """The rules of the installed cdk-nag, read in its JavaScript, since Python is not told of them."""
    try:
        installed = importlib.metadata.distribution("cdk-nag")
        (bundle,) = (file for file in installed.files or () if file.name.endswith(".tgz"))
        with tarfile.open(str(installed.locate_file(bundle))) as archive:
            source = archive.extractfile("package/lib/packs/aws-solutions.js")
            text = source.read().decode() if source else ""
    except (importlib.metadata.PackageNotFoundError, OSError, KeyError, ValueError, tarfile.TarError):
        return frozenset()
    return frozenset(f"{NAG}-{suffix}" for suffix in re.findall(r"ruleSuffixOverride: '(\w+)'", text))
