"""Tags, encryption, images and runbooks: what grows old or was made by hand."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.tags import REQUIRED
from governed_cdk.checkup.said import CannotTellError, said
from governed_cdk.git import Git

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.checkup.said import Sentence

_BAD = ("CRITICAL", "HIGH")
_OLDER_DAYS = 180
_STACKS, _RUNBOOKS = Path("stacks"), Path("docs/runbooks")


def tags(read: CheckupReader) -> Iterator[Sentence]:
    """Resources of the environment that have lost one of the required tags."""
    ours = [{"Key": "Environment", "Values": [read.environment.name]}]
    for region in read.regions:
        path = "ResourceTagMappingList[].[ResourceARN, Tags[].Key]"
        for arn, keys in read.every("resourcegroupstaggingapi", "get_resources", path, region, TagFilters=ours):
            missing = [key for key in REQUIRED if key not in keys]
            if missing:
                yield said("tags-missing", resource=arn, tags=", ".join(missing))


def encryption(read: CheckupReader) -> Iterator[Sentence]:
    """Databases, volumes, file systems and buckets of ours that are on no key of ours."""
    for one in read.every("rds", "describe_db_instances", "DBInstances[?!StorageEncrypted].DBInstanceIdentifier"):
        if one.startswith(read.prefix):
            yield said("not-encrypted", resource=one)
    tagged = [{"Name": "tag:Environment", "Values": [read.environment.name]}]
    for one in read.every("ec2", "describe_volumes", "Volumes[?!Encrypted].VolumeId", Filters=tagged):
        yield said("not-encrypted", resource=one)
    for one in read.every("efs", "describe_file_systems", "FileSystems[?!Encrypted].[FileSystemId, Name]"):
        if str(one[1]).startswith(read.prefix):
            yield said("not-encrypted", resource=one[0])
    for bucket in read.every("s3", "list_buckets", "Buckets[].Name", Prefix=read.prefix):
        answer, code = read.account.ask("s3", read.region, "get_bucket_encryption", Bucket=bucket)
        rules = answer.get("ServerSideEncryptionConfiguration", {}).get("Rules", ()) if not code else ()
        if not any("SSEAlgorithm" in one.get("ApplyServerSideEncryptionByDefault", {}) for one in rules):
            yield said("not-encrypted", resource=bucket)


def images(read: CheckupReader) -> Iterator[Sentence]:
    """Newest images of ours in which a scan found something critical or high."""
    for name in read.every("ecr", "describe_repositories", "repositories[].repositoryName"):
        if not name.startswith(read.prefix):
            continue
        newest = read.every("ecr", "describe_images", "imageDetails[]", repositoryName=name)
        if newest:
            image = max(newest, key=lambda one: one["imagePushedAt"])
            counts = image.get("imageScanFindingsSummary", {}).get("findingSeverityCounts", {})
            found = {kind: counts[kind] for kind in _BAD if counts.get(kind)}
            if found:
                yield said(
                    "image-findings", name=name, found=", ".join(f"{count} {kind}" for kind, count in found.items())
                )


def runbooks(read: CheckupReader) -> Iterator[Sentence]:
    """Pages that are half a year older than the last change of a stack whose alarms lead there."""
    if not _STACKS.is_dir() or not _RUNBOOKS.is_dir():
        raise CannotTellError(said("no-stacks-here"))
    git = Git()
    for stack in sorted(_STACKS.glob("[a-z]*.py")):
        changed = git.last_change(str(stack))
        for page in sorted(_pages(read, stack.stem)):
            written = git.last_change(str(_RUNBOOKS / f"{page}.md"))
            if changed and written and changed - written > datetime.timedelta(days=_OLDER_DAYS):
                yield said("runbook-old", page=page, written=f"{written:%F}", stack=stack.stem, changed=f"{changed:%F}")


def _pages(read: CheckupReader, slug: str) -> set[str]:
    """The runbooks that the alarms of a stack lead to, in the templates that are here."""
    template = read.assembly / f"{read.prefix}{slug}.template.json"
    if not template.is_file():
        raise CannotTellError(said("no-assembly", folder=read.assembly))
    address = re.escape(str(read.environment.runbook_url))
    return set(re.findall(rf"{address}/([a-z0-9-]+)\.md", template.read_text(encoding="utf-8")))
