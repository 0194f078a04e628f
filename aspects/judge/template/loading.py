"""From files to templates: JSON and YAML, folders, cloud assemblies, nested stacks."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from aspects.judge.template.among_others import is_meant_as_one, looks_like_one, makes_templates
from aspects.judge.template.assembly import OUTPUT, is_assembly, no_assembly, read_assembly
from aspects.judge.template.files import Files, unheard
from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.model import Template
from aspects.judge.template.template_body import template_body
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.files import leads_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from aspects.judge.template.limits import Limits

_SUFFIXES = {".json", ".yaml", ".yml", ".template"}
_NOT_OURS = {"node_modules", "__pycache__", "venv"}


def load(paths: Iterable[Path]) -> list[Template]:
    """Every template at some paths: files, folders with what is in them, cloud assemblies.

    Raises ConfigurationError, with a line for each mistake, for a path that is not there, a file that is neither JSON
    nor YAML, one that is no template or beyond the limits, a folder without any, or an assembly that is not whole.
    """
    templates, mistakes = load_readable(paths)
    if mistakes:
        raise ConfigurationError(*mistakes)
    return templates


def load_readable(
    paths: Iterable[Path], *, limits: Limits = DEFAULT, note: Callable[[str], None] = unheard
) -> tuple[list[Template], list[str]]:
    """As `load`, but what cannot be read does not hide the rest: the templates, and a line for each mistake.

    `note` is told what was left alone, since it leads out of what was named or only becomes a template.
    """
    loading = _Loading(limits, note)
    for path in paths:
        with loading.noted():
            loading.path(path)
    for template in loading.known.values():
        if not template.callers:
            family = tuple(_family(template))
            for member in family:
                member.app = member.app or family
    return list(loading.known.values()), list(dict.fromkeys(loading.mistakes))


def _family(template: Template) -> dict[Template, None]:
    """A template and everything that is nested in it."""
    found: dict[Template, None] = {}
    pending = [template]
    while pending:
        one = pending.pop()
        if one not in found:
            found[one] = None
            pending += reversed(one.nested.values())
    return found


class _Loading:
    """What is read so far: templates by their file, and what was wrong with others.

    The same file given twice, by itself and in its folder, or nested by several, is one.
    """

    def __init__(self, limits: Limits, note: Callable[[str], None]) -> None:
        self.known: dict[Path, Template] = {}
        self.mistakes: list[str] = []
        self._limits, self._note = limits, note

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """Go on behind the block when something in it cannot be read, with its mistakes noted."""
        try:
            yield
        except ConfigurationError as error:
            self.mistakes += error.mistakes
        except OSError as error:
            self.mistakes.append(f"{error.filename}: cannot be read: {error.strerror}")

    def path(self, path: Path) -> None:
        """Load what the user named."""
        if not path.exists():
            raise no_assembly(path) if path.name == OUTPUT else ConfigurationError(f"{path}: no such file or folder")
        before = len(self.mistakes)
        if not path.is_dir():
            files = Files(path.parent, self._limits, self._note)
            if path.resolve() not in self.known:
                self._with_nested(files, path, files.parsed(path))
        elif not self._folder(path) and len(self.mistakes) == before:
            raise ConfigurationError(f"{path}: holds no CloudFormation template (*.json, *.yaml, *.yml, *.template)")

    def _folder(self, root: Path) -> int:
        """Load what is in a folder; how many templates there are. No link is followed that leads out of it."""
        files, count = Files(root, self._limits, self._note), 0
        pending = [root]
        seen: set[tuple[int, int]] = set()
        while pending:
            path = pending.pop()
            with self.noted():
                if path != root and path.is_symlink() and leads_out(root, path):
                    self._leave(path, root)
                elif not path.is_dir():
                    count += path.suffix in _SUFFIXES and path.is_file() and self._among_others(files, path)
                elif (there := (path.stat().st_dev, path.stat().st_ino)) not in seen:
                    seen.add(there)
                    if is_assembly(path):
                        count += self._assembly(path)
                    else:
                        pending += sorted(filter(_is_ours, path.iterdir()), reverse=True)
        return count

    def _leave(self, path: Path, root: Path) -> None:
        if path.suffix in _SUFFIXES:
            self._note(f"{path}: leads out of {root} and is not read")

    def _assembly(self, folder: Path) -> int:
        templates = read_assembly(folder, self._limits, self._note)
        for template in templates:
            self.known.setdefault(template.path.resolve(), template)
        return len(templates)

    def _among_others(self, files: Files, path: Path) -> bool:
        """Load a file of a folder, when it is a template; whether it is."""
        content = files.content(path)
        text = content.decode("utf-8-sig", errors="replace")
        if not looks_like_one(text):
            return False
        if path.resolve() in self.known:
            return True
        body = None
        try:
            body = files.data(path, content)
            self._with_nested(files, path, body)
        except ConfigurationError:
            if not is_meant_as_one(text, body):
                return False
            if makes_templates(text):
                self._note(f"{path}: makes a template (Jinja, Rain or the like) and is none; name it to judge it")
                return False
            raise
        return True

    def _with_nested(self, files: Files, path: Path, body: object) -> None:
        """Load a template, and the local ones that its nested stacks name (`TemplateURL: ./child.yaml`)."""
        pending = [self._known(path, body)]
        while pending:
            parent = pending.pop()
            for resource in parent.of_type("AWS::CloudFormation::Stack", "AWS::Serverless::Application"):
                url = resource.properties.get("TemplateURL", resource.properties.get("Location"))
                said = f"{parent.path}: {resource.logical_id}: TemplateURL"
                if not isinstance(url, str) or "://" in url:
                    continue
                child = files.beside(parent.path.parent, url, said)
                if child is None:
                    continue
                with self.noted():
                    nested = self.known.get(child.resolve())
                    if nested is None:
                        nested = self._known(child, files.parsed(child))
                        pending.append(nested)
                    if nested in _around(parent):
                        self._note(f"{said}: {child} holds itself and is not followed any further")
                        continue
                    passed = resource.properties.get("Parameters")
                    nested.callers.append((parent, passed if isinstance(passed, dict) else {}))
                    parent.nested[resource.logical_id] = nested

    def _known(self, path: Path, body: object) -> Template:
        template = Template(path=path, body=template_body(path, body, limits=self._limits), origin=str(path))
        self.known[path.resolve()] = template
        return template


def _is_ours(path: Path) -> bool:
    return not path.name.startswith(".") and path.name not in _NOT_OURS


def _around(template: Template) -> set[Template]:
    """A template and all that it is nested in."""
    found: set[Template] = set()
    pending = [template]
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending += (caller for caller, _ in one.callers)
    return found
