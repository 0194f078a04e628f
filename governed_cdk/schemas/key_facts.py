"""Every property of a type that takes a customer-managed key which encrypts data.

A property is a candidate by its name (`KmsKeyId`), its place (`EncryptionKey.Id`), its format (`AWS::KMS::Key.Arn`,
which cfn-lint adds) or its description. The override file says which candidates are none, which keys no schema tells
of, and where the thing that a key encrypts is another one than its place tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from governed_cdk.schemas.reader import children, pointers, resolve, types_of, variants
from governed_cdk.schemas.switches import CONTAINER, is_within, switches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.schemas.reader import Schema

NAME = re.compile(r"kms|cmk|encryptionkey|customermanagedkey|cryptkey|masterkey", re.IGNORECASE)
TEXT = re.compile(
    r"\bkms(long)?\b[^.]{0,25}\b(key|cmk)|\bcmk\b|customer[- ]managed (kms )?key|encryption key|key management service"
    r"|customer master key|kms-key",
    re.IGNORECASE,
)
_IN_CONTAINER = re.compile(r"key(id|arn)?|id", re.IGNORECASE)

_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_OTHER_FORMS = ("1234abcd-12ab-34cd-56ef-1234567890ab", "alias/example")

Facts = dict[str, Any]


def key_facts(schema: Schema, overrides: dict[str, Any]) -> list[Facts]:
    """The key properties as the catalogue says them, sorted by path."""
    said = overrides_of(schema["typeName"], overrides)
    found = {path: fact for path, fact in in_schema(schema).items() if path not in said["ignored"]}
    for path, stated in said["added"].items():
        found[path] = _without_defaults({"path": path, "anchor": anchor_of(path), **_compact(path, stated)})
    for path, stated in said["corrected"].items():
        found[path] = _without_defaults(found[path] | _compact(path, stated))
    return [found[path] for path in sorted(found)]


def candidates(schema: Schema) -> dict[str, Schema]:
    """The properties by path that may take a key, false friends among them; what the service returns is none."""
    return _candidates(schema, dict(walk(schema)))


def _candidates(schema: Schema, nodes: dict[str, Schema]) -> dict[str, Schema]:
    read_only = pointers(schema, "readOnlyProperties")
    return {
        path: node
        for path, node in nodes.items()
        if _may_be_key(schema, path, node) and not is_within(path, read_only)
    }  # fmt: skip


def by_text_only(path: str, schema: Schema, node: Schema) -> bool:
    """Whether only its description makes a property a candidate: then it is a key only where the overrides say so."""
    return not (_named(path) or "AWS::KMS::" in _formats(schema, node))


def walk(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every property of a type at any depth, resolved, by path (`Replicas[].SSESpecification`)."""
    yield from _walk(schema, schema, "", frozenset())


def _walk(schema: Schema, node: Schema, path: str, open_: frozenset[str]) -> Iterator[tuple[str, Schema]]:
    for variant in variants(schema, node):
        for name, child in children(schema, variant).items():
            below = path + name if name in ("[]", "{}") else f"{path}.{name}".removeprefix(".")
            reference = child.get("$ref")
            if reference in open_:
                continue
            if name not in ("[]", "{}"):
                yield below, resolve(schema, child)
            yield from _walk(schema, child, below, open_ | {reference} if reference else open_)


def in_schema(schema: Schema) -> dict[str, Facts]:
    """The key properties as far as the schema alone tells, by path."""
    nodes = dict(walk(schema))
    replacing = pointers(schema, "createOnlyProperties") | pointers(schema, "conditionalCreateOnlyProperties")
    found = {}
    for path, node in _candidates(schema, nodes).items():
        if by_text_only(path, schema, node):
            continue
        facts = {
            "path": path,
            "anchor": anchor_of(path),
            "form": _form(schema, path, node),
            "switch": switches(schema, path, nodes),
            "replaces": is_within(path, replacing),
        }
        found[path] = _without_defaults(facts)
    return found


def _without_defaults(facts: Facts) -> Facts:
    return {key: value for key, value in facts.items() if value}


def anchor_of(path: str) -> str:
    """What a key encrypts, by its place: the path without the key and the objects around it about encryption."""
    parts = path.split(".")[:-1]
    while parts and CONTAINER.search(parts[-1].removesuffix("[]")):
        parts.pop()
    return ".".join(parts)


def _named(path: str) -> bool:
    *parents, name = re.sub(r"\[\]|\{\}", "", path).split(".")
    in_container = bool(parents) and bool(CONTAINER.search(parents[-1])) and bool(_IN_CONTAINER.fullmatch(name))
    return bool(NAME.search(name)) or in_container


def _may_be_key(schema: Schema, path: str, node: Schema) -> bool:
    kinds = types_of(schema, node)
    if any("enum" in variant for variant in variants(schema, node)) or (kinds and "string" not in kinds):
        return False
    return _named(path) or "AWS::KMS::" in _formats(schema, node) or bool(TEXT.search(node.get("description", "")))


def _formats(schema: Schema, node: Schema) -> str:
    return " ".join(str(variant.get("format", "")) for variant in variants(schema, node))


def _form(schema: Schema, path: str, node: Schema) -> str:
    """`arn` where neither a key id nor an alias would do, else nothing."""
    patterns = [variant["pattern"] for variant in variants(schema, node) if "pattern" in variant]
    compiled = [pattern for pattern in map(_compiled, patterns) if pattern]
    if "AWS::KMS::" in (formats := _formats(schema, node)):
        return "arn" if set(formats.split()) == {"AWS::KMS::Key.Arn"} else ""
    if any(pattern.search(_ARN) for pattern in compiled):
        return "" if any(p.search(other) for p in compiled for other in _OTHER_FORMS) else "arn"
    return "arn" if path.lower().endswith("arn") else ""


def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:  # written for another engine, such as `\p{ASCII}`
        return None


def overrides_of(type_name: str, overrides: dict[str, Any]) -> dict[str, Any]:
    """What the override file says of one type: the paths that it ignores, the facts that it adds and corrects."""
    groups = overrides["keys"]
    ignored = {path for group in groups["ignored"] for path in group["keys"].get(type_name, ())}
    facts = {
        section: {path: said for group in groups[section] for path, said in group["keys"].get(type_name, {}).items()}
        for section in ("added", "corrected")
    }
    return {"ignored": ignored, **facts}


def _compact(path: str, stated: dict[str, Any]) -> Facts:
    """The override file's short form in full: conditions by property, `anchor: stated` for the key itself."""
    facts = dict(stated)
    if facts.get("anchor") == "stated":
        facts["anchor"] = path
    for name, values in (("when", "is"), ("unless", "is"), ("switch", "on")):
        if name in facts:
            facts[name] = [
                {"property": property_, **({values: allowed} if allowed else {})}
                for property_, allowed in (facts[name] or {}).items()
            ]
    return facts
