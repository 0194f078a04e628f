"""From files to templates: JSON and YAML, folders, cloud assemblies, nested stacks."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from aspects.judge.template.assembly import OUTPUT, is_assembly, no_assembly, read_assembly
from aspects.judge.template.model import Template
from aspects.judge.template.template_body import template_body
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    # Templates by their file. The same file given twice, by itself and in its folder, or nested by several, is one.
    _Known = dict[Path, Template]

_SUFFIXES = {".json", ".yaml", ".yml", ".template"}
_NOT_OURS = {"node_modules", "__pycache__", "venv"}
_LOOKS_LIKE_ONE = re.compile(r"""^\s*["']?Resources["']?\s*:|[{,]\s*"Resources"\s*:""", re.MULTILINE)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml's, where it is there
    """YAML with CloudFormation's short forms, and dates left as text."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _short_form(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _short_form)


def load(paths: Iterable[Path]) -> list[Template]:
    """Every template at some paths: files, folders with what is in them, cloud assemblies.

    Raises ConfigurationError, with a line for each mistake, for a path that is not there, a file that is neither JSON
    nor YAML, one that is no template, a folder without any, or an assembly that is not whole.
    """
    templates, mistakes = load_readable(paths)
    if mistakes:
        raise ConfigurationError(*mistakes)
    return templates


def load_readable(paths: Iterable[Path]) -> tuple[list[Template], list[str]]:
    """As `load`, but what cannot be read does not hide the rest: the templates, and a line for each mistake."""
    known: _Known = {}
    mistakes: list[str] = []
    for path in paths:
        with _noted(mistakes):
            _load_path(path, known, mistakes)
    for template in known.values():
        if not template.callers:
            family = tuple(_family(template, {}))
            for member in family:
                member.app = member.app or family
    return list(known.values()), mistakes


@contextlib.contextmanager
def _noted(mistakes: list[str]) -> Iterator[None]:
    """Go on behind the block when something in it cannot be read, with its mistakes noted."""
    try:
        yield
    except ConfigurationError as error:
        mistakes += error.mistakes
    except OSError as error:
        mistakes.append(f"{error.filename}: cannot be read: {error.strerror}")


def _family(template: Template, found: dict[Template, None]) -> dict[Template, None]:
    """A template and everything that is nested in it."""
    if template not in found:
        found[template] = None
        for child in template.nested.values():
            _family(child, found)
    return found


def _load_path(path: Path, known: _Known, mistakes: list[str]) -> None:
    if not path.exists():
        raise no_assembly(path) if path.name == OUTPUT else ConfigurationError(f"{path}: no such file or folder")
    if path.is_file():
        _with_nested(path, known)
        return
    before = len(mistakes)
    if not _in_folder(path, known, mistakes) and len(mistakes) == before:
        raise ConfigurationError(f"{path}: holds no CloudFormation template (*.json, *.yaml, *.yml, *.template)")


def _in_folder(folder: Path, known: _Known, mistakes: list[str]) -> int:
    """Load what is in a folder; how many templates there are."""
    if is_assembly(folder):
        templates = read_assembly(folder)
        for template in templates:
            known.setdefault(template.path.resolve(), template)
        return len(templates)
    count = 0
    for path in sorted(folder.iterdir()):
        with _noted(mistakes):
            if path.name.startswith(".") or path.name in _NOT_OURS:
                continue
            if path.is_dir():
                count += _in_folder(path, known, mistakes)
            elif path.suffix in _SUFFIXES and path.is_file():
                count += _template_among_others(path, known)
    return count


def _template_among_others(path: Path, known: _Known) -> bool:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if not _LOOKS_LIKE_ONE.search(text):
        return False
    try:
        _with_nested(path, known)
    except ConfigurationError:
        # Something else with a key named Resources, unless it speaks of AWS types and has that key at its top.
        if '"AWS::' in text or "Type: AWS::" in text:
            body = parse(path)
            if isinstance(body, dict) and "Resources" in body:
                raise
        return False
    return True


def parse(path: Path) -> Any:
    """A JSON or YAML file as plain data. Raises ConfigurationError with the line of a mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("{"):
            try:
                return json.loads(text)
            except json.JSONDecodeError as error:
                if path.suffix == ".json":
                    raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except ConfigurationError:
        raise
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        language = "JSON" if path.suffix == ".json" else "YAML"
        raise ConfigurationError(f"{path}{f':{mark.line + 1}' if mark else ''}: not {language}: {problem}") from None


def _with_nested(path: Path, known: _Known, above: tuple[Path, ...] = ()) -> Template:
    """The template of a file, and the local ones that its nested stacks name (`TemplateURL: ./child.yaml`)."""
    real = path.resolve()
    if real in known:
        return known[real]
    template = Template(path=path, body=template_body(path, parse(path)), origin=str(path))
    known[real] = template
    for resource in template.of_type("AWS::CloudFormation::Stack", "AWS::Serverless::Application"):
        url = resource.properties.get("TemplateURL", resource.properties.get("Location"))
        child = path.parent / url if isinstance(url, str) and "://" not in url else None
        if child is None or not child.is_file() or child.resolve() in (*above, real):
            continue
        nested = _with_nested(child, known, (*above, real))
        passed = resource.properties.get("Parameters")
        nested.callers.append((template, passed if isinstance(passed, dict) else {}))
        template.nested[resource.logical_id] = nested
    return template
