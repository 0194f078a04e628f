"""The search for secrets in any value of a template, at any depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from aspects.judge.readings.encoded import ENCODED, readable
from aspects.judge.readings.scripts import Language, assigned_secrets, language_of
from aspects.judge.readings.secret_mending import Written, has_default, without_default, without_text, without_value
from aspects.judge.readings.secrets import is_literal, is_secret_property
from aspects.judge.rule import Breach
from aspects.judge.template import as_bool
from aspects.judge.template.json_text import from_json
from constructs_lib.kernel.secret_shapes import kinds_of_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Template

_PAIRS = {
    "Name": "Value", "Key": "Value", "ParameterName": "ParameterValue", "ParameterKey": "ParameterValue",
    "OptionName": "Value", "HeaderName": "HeaderValue",
}  # fmt: skip
_ELSEWHERE = {"PARAMETER_STORE", "SECRETS_MANAGER"}  # a CodeBuild variable of these types holds a name
_NOT_JUDGED = {"TokenValidityUnits", "Tags"}


class _Left(NamedTuple):
    """A value that is still to be searched: where it stands, is written, and how its text is read as a script."""

    value: Any
    at: str
    way: Written
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """The search in one template. A secret is never shown; each is found by itself, with its own part."""

    template: Template

    def below(self, value: Any, at: str, way: tuple[str | int, ...]) -> Iterator[Breach]:
        """What stands at any depth below a value. A loop with a list of what is left: it goes over whole templates."""
        left = [_Left(value, at, Written(way))]
        while left:
            one = left.pop()
            if isinstance(one.value, str):
                yield from self.text(one.value, one.at, one.way, one.language)
                data = None if one.language else _data(one.value)
                left += [_Left(data, one.at, Written(one.way.way, inside=True))] if data else []
            elif isinstance(one.value, list):
                left += [
                    _Left(item, f"{one.at}[{index}]", one.way.below(index), one.language)
                    for index, item in enumerate(one.value)
                ]
            elif isinstance(one.value, dict):
                yield from self._mapping(one.value, one, left)

    def _mapping(self, value: dict[str, Any], one: _Left, left: list[_Left]) -> Iterator[Breach]:
        yield from self._pairs(value, one)
        if "Ref" in value or "Fn::FindInMap" in value:
            yield from self._elsewhere(value, one)
        for key, item in value.items():
            name = str(key)
            if name in _NOT_JUDGED:
                continue
            below = one.at if name.startswith("Fn::") else f"{one.at}.{name}" if one.at else name
            if is_secret_property(name) and not name.endswith(".$"):  # a path into a state's input
                yield from self.named(name, item, below, one.way.below(key))
            left.append(_Left(item, below, one.way.below(key), one.language or language_of(name)))

    def text(self, text: str, at: str, way: Written, language: Language | None) -> Iterator[Breach]:
        """What a text gives away by itself, encoded or not; and, of a script, the names it gives a literal value."""
        seen: dict[str, int] = {}
        may_hold = language or at.rpartition(".")[2].partition("[")[0] in ENCODED
        for shown in readable(text) if may_hold else (text,):
            for kind in kinds_of_secret(shown):
                found = f"It holds what looks like a secret: {kind}."
                patches = without_text(self.template, text, way, script=language is not None)
                yield Breach(found, at=at, part=_part(at, kind, seen), patches=patches)
            spoken = language or (Language.SHELL if shown is not text else None)
            for name in assigned_secrets(shown, spoken) if spoken else ():
                found = f"It gives {name} a literal value."
                patches = without_text(self.template, text, way, script=True, name=name)
                yield Breach(found, at=at, part=_part(at, name, seen), patches=patches)

    def named(self, name: str, value: Any, at: str, way: Written) -> Iterator[Breach]:
        """A value that has the name of a secret, when it is one."""
        parameter = value.get("Ref") if isinstance(value, dict) else None
        body = self.template.parameters.get(parameter) if isinstance(parameter, str) else None
        if isinstance(body, dict) and as_bool(body.get("NoEcho")) and "Default" in body:
            return  # told of the parameter
        said = f"the default of the parameter {parameter}, which everybody can read" if body else "a literal value"
        for found in self.template.alternatives(value):
            items = found if isinstance(found, list) else [found]
            if any(is_literal(one) for item in items for one in self.template.alternatives(item)):
                patches = without_value(self.template, value, way, name)
                yield Breach(f"{name} is {said}.", at=at, part=at, patches=patches)

    def _pairs(self, value: dict[str, Any], one: _Left) -> Iterator[Breach]:
        """A variable, an option, a header: its name and its value stand side by side."""
        for name, holds in _PAIRS.items():
            named = value.get(name)
            if holds not in value or value.get("Type") in _ELSEWHERE:
                continue
            if isinstance(named, str) and is_secret_property(named):
                yield from self.named(named, value[holds], f"{one.at}.{holds}".lstrip("."), one.way.below(holds))

    def _elsewhere(self, value: dict[str, Any], one: _Left) -> Iterator[Breach]:
        """The default of a parameter, or an entry of a mapping, where it is used."""
        name = value.get("Ref")
        for found in self.template.alternatives(value):
            if isinstance(found, str):
                own = isinstance(name, str) and has_default(self.template, name)
                way = Written(("Parameters", str(name), "Default")) if own else one.way
                yield from self.text(found, one.at, way, one.language)
        body = self.template.parameters.get(name) if isinstance(name, str) else None
        if isinstance(body, dict) and as_bool(body.get("NoEcho")) and is_literal(body.get("Default")):
            found = f"The parameter {name} has NoEcho, and a default that everybody can read."
            yield Breach(found, at=one.at, part=f"{one.at}: {name}", patches=without_default(str(name)))


def _part(at: str, name: str, seen: dict[str, int]) -> str:
    """What one of several secrets in a text is called, the second of a name as such."""
    seen[name] = seen.get(name, 0) + 1
    return f"{at}: {name}" if seen[name] == 1 else f"{at}: {name} ({seen[name]})"


def _data(text: str) -> Any:
    """The mapping or list that a text holds as JSON; nothing for any other text."""
    start = text.lstrip()[:2]
    found = from_json(text) if start[:1] in ("{", "[") and start != "{{" else None  # that is a dynamic reference
    return found if isinstance(found, dict | list) else None
