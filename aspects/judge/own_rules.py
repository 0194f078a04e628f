"""Rules of somebody else: a service repository's own, in a folder with one file a rule, as ours are."""

from __future__ import annotations

import importlib.util
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.known_rules import pack_like
from aspects.judge.registry import BY_ID
from aspects.judge.rule import Rule
from aspects.judge.rule_files import level_of, said_by
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.modules import modules_below
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    from types import ModuleType

_SHAPE = f"""PACK = "<name>", {KEBAB_ALLOWED}, and not nearly the name of another pack, such as {NAME}"""


def own_rules(folder: Path) -> tuple[Rule, ...]:
    """The rules in a folder, by id.

    Its `__init__.py` says `PACK`, the name that stands before each rule in an acceptance, and may say `PAGES`, where
    the page of a rule is read, with `{rule}` for its id. Each other file is a rule.

    Raises ConfigurationError for a folder without them, a file that cannot be loaded or lacks something, and a rule
    whose id is one of ours.
    """
    if not (folder / "__init__.py").is_file():
        raise invalid(str(folder), "no __init__.py", f"a folder of rules, whose __init__.py says {_SHAPE}")
    try:
        package, *modules = _loaded(folder)
    except ConfigurationError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever somebody's file does, it is told in one line
        said = " ".join(str(error).split())
        raise ConfigurationError(f"{_line(folder, error)}: {type(error).__name__}: {said}") from None
    pack, pages = getattr(package, "PACK", ""), getattr(package, "PAGES", "")
    if not isinstance(pack, str) or not KEBAB.fullmatch(pack) or pack_like(pack):
        raise invalid(f"{folder / '__init__.py'}: PACK", pack, _SHAPE)
    if not isinstance(pages, str):
        raise invalid(f"{folder / '__init__.py'}: PAGES", pages, "an address with {rule} in it")
    rules = sorted((_rule(module, pack, pages) for module in modules), key=lambda rule: rule.id)
    if not rules:
        raise invalid(str(folder), "no rule", "one file a rule, called like the sentence that it enforces")
    for rule in rules:
        if rule.id in BY_ID:
            raise invalid(f"{folder}: {rule.id}", "an id of ours", "an id, and so a file name, of its own")
    return tuple(rules)


def _rule(module: ModuleType, pack: str, pages: str) -> Rule:
    said, severity = said_by(module), level_of(module)
    link = pages.replace("{rule}", said["id"])
    since = str(getattr(module, "SINCE", ""))
    return Rule(**said, severity=severity, settled=severity, since=since, pack=pack, link=link)


def _loaded(folder: Path) -> list[ModuleType]:
    """The package in a folder, then its modules, under a name that nothing else in the process has."""
    name = "rules_of_" + re.sub(r"\W", "_", str(folder.resolve()))
    for known in [known for known in sys.modules if known.partition(".")[0] == name]:
        del sys.modules[known]
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise invalid(str(folder), "no Python", "a folder of rules")
    package = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    return [package, *modules_below(package)]


def _line(folder: Path, error: Exception) -> str:
    """The file and line of somebody's rule at which loading it failed."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_file()]
    own = [frame for frame in frames if Path(frame.filename).resolve().is_relative_to(folder.resolve())]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else str(folder)
