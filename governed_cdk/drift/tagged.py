"""Tags taken away, and what carries our tags or our names beside the stacks.

Both are read by one question to the Resource Groups Tagging API in each region: it answers with what has tags, or had
(API Reference, GetResources). What it does not answer with is not judged here.
"""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from constructs_lib.kernel.facts.drift import beside
from governed_cdk.drift.expected import MARK
from governed_cdk.drift.found import Drift, DriftKind, Unread, told
from governed_cdk.drift.ids import LOGICAL_TAG, STACK_TAG, names
from governed_cdk.drift.severities import severity_of
from governed_cdk.drift.tags import declared_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from governed_cdk.drift.deployed import DeployedResource, RegionStacks
    from governed_cdk.drift.regions import Regions


def tagged(stacks: RegionStacks, regions: Regions, unread: list[Unread], *, beside: bool) -> Iterator[Drift]:
    """Tags that our resources of a region lack; with `beside`, resources in no stack that say they are ours."""
    answer, code = stacks.reader.ask("resourcegroupstaggingapi", "get_resources")
    if code:
        unread.append(Unread(stacks.region, "resourcegroupstaggingapi get_resources", code))
    by_id = {(one.id, resource.logical_id): resource for one in stacks.ours for resource in one.resources}
    for entry in answer.get("ResourceTagMappingList", ()):
        arn, tags = entry["ResourceARN"], {tag["Key"]: tag["Value"] for tag in entry.get("Tags", ())}
        resource = by_id.get((tags.get(STACK_TAG, ""), tags.get(LOGICAL_TAG, "")))
        found = [resource] if resource else regions.ours.of(arn)
        if len(found) == 1 and _is_it(found[0], arn):
            yield from _lacking(found[0], tags)
        elif not found and beside and _is_beside(arn, tags, stacks.region.environment, regions):
            yield _beside(stacks, arn)


def _is_it(resource: DeployedResource, arn: str) -> bool:
    """Whether an ARN is of the resource as it is now: one that it replaced has the same tags of CloudFormation."""
    parts = resource.physical_id.split("|")
    return bool(names(arn) & names(resource.physical_id)) or (len(parts) > 1 and any(part in arn for part in parts))


def _is_beside(arn: str, tags: Mapping[str, str], environment: str, regions: Regions) -> bool:
    says_ours = tags.get("Environment") == environment and tags.get("Service") in regions.services
    if not says_ours or STACK_TAG in tags or _made(arn, tags):
        return False
    partition, service, account, resource = (arn.split(":", 5)[place] for place in (1, 2, 4, 5))
    # A replica (of a secret, of a key) has the tags and the name of what it is a copy of.
    original = f"arn:{partition}:{service}:{regions.home.region.region}:{account}:{resource}"
    return not regions.others.of(arn) and not regions.ours.of(original)


def _lacking(resource: DeployedResource, tags: Mapping[str, str]) -> Iterator[Drift]:
    wanted = declared_tags(resource)
    lost = {key: value for key, value in wanted.items() if value != MARK and tags.get(key) != value}
    fact = facts(resource.type).tags
    if lost and fact:
        yield Drift(
            place=resource.place,
            kind=DriftKind.CHANGED,
            type=resource.type,
            resource=resource.logical_id,
            physical=resource.physical_id,
            path=fact.path[0],
            expected=told("", "; ".join(f"{key}={value}" for key, value in sorted(lost.items()))),
            actual=told("", "; ".join(f"{key}={tags[key]}" for key in sorted(lost) if key in tags) or "none"),
            severity=severity_of(resource.type, "Tags", DriftKind.CHANGED),
        )


def _made(arn: str, tags: Mapping[str, str]) -> bool:
    """Whether AWS makes such a thing by itself, of what is in a stack."""
    return any(fnmatch.fnmatchcase(arn, row.arn) and (not row.tag or row.tag in tags) for row in beside())


def _beside(stacks: RegionStacks, arn: str) -> Drift:
    _, _, service, _, _, resource = arn.split(":", 5)
    kind = resource.replace("/", ":").split(":")[0] if ":" in resource or "/" in resource else ""
    type_ = f"AWS::{service.upper()}::{kind}".removesuffix("::")
    severity = severity_of(type_, "", DriftKind.BESIDE)
    return Drift(place=stacks.region, kind=DriftKind.BESIDE, type=type_, resource=arn, physical=arn, severity=severity)
