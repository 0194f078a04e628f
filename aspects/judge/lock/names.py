"""Physical names that stand in the way of a replacement.

CloudFormation makes the new resource before the old one goes, and "cannot update a stack when a custom-named resource
requires replacing" (https://github.com/awsdocs/aws-cloudformation-user-guide/issues/927). So whatever was given a name
of its own must never change in what can be set at creation only, unless its name changes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.lock.canonical import canonical

if TYPE_CHECKING:
    from aspects.judge.template import Resource

# Names that several may have: each revision of a task definition has its family (ECS Developer Guide, "Task definition
# parameters"); a named query and a backup selection are told apart by an id (Athena API reference, CreateNamedQuery;
# AWS Backup API reference, CreateBackupSelection).
_SHARED = frozenset({"AWS::Athena::NamedQuery", "AWS::Backup::BackupSelection", "AWS::ECS::TaskDefinition"})


def fixed_name(resource: Resource) -> str:
    """The name that a resource was given, where it stands in the way of replacing it; empty where nothing does.

    A resource of which nothing but its name is set at creation only needs no lock: another name alone replaces it.
    """
    known = facts(resource.type)
    if known.name is None or resource.type in _SHARED:
        return ""
    if not {*known.create_only} - {".".join(known.name.path)}:
        return ""
    value = resource.properties.get(known.name.path[0])
    for part in known.name.path[1:]:
        value = value.get(part) if isinstance(value, dict) else None
    found = canonical(resource.template, value)
    return found if isinstance(found, str) else ""
