"""The contents of what is looked at, bounded: no more is read than is looked at, and what is left out is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from constructs_lib.kernel.secret_shapes import names_a_secret

from ..scanning.contents import Bounds, texts
from .errors import GONE, code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .settings import Aws, Settings
    from .subject import Subject


class Contents(NamedTuple):
    """The texts, who answers for it by its tags, and what was not read."""

    texts: list[str]
    owner: str
    told: list[str]


def read(subject: Subject, aws: Aws, settings: Settings) -> Contents | None:
    """What a subject holds; None where it is gone, or is what holds secrets by right."""
    try:
        return {"object": _object, "parameter": _parameter, "function": _function}[subject.kind](subject, aws, settings)
    except Exception as error:
        if code_of(error) in GONE:
            return None
        raise


def read_object(s3: Any, *, bucket: str, key: str, version: str, most_bytes: int) -> tuple[bytes, int]:
    """The first bytes of a version, and how many it has."""
    given = {"VersionId": version} if version else {}
    size = int(s3.head_object(Bucket=bucket, Key=key, **given)["ContentLength"])
    part = {"Range": f"bytes=0-{most_bytes - 1}"} if size > most_bytes else {}
    return s3.get_object(Bucket=bucket, Key=key, **given, **part)["Body"].read() if size else b"", size


def _object(subject: Subject, aws: Aws, settings: Settings) -> Contents:
    s3 = aws.client("s3")
    content, size = read_object(
        s3, bucket=subject.container, key=subject.name, version=subject.version, most_bytes=settings.most_bytes
    )
    bounds = Bounds()
    if size > len(content):
        bounds.tell(f"of {size} bytes the first {len(content)} were read")
    found = list(texts(content, bounds))
    return Contents(
        found, _owner(_tags(s3.get_bucket_tagging, Bucket=subject.container).get("TagSet", ())), bounds.told
    )


def _parameter(subject: Subject, aws: Aws, _settings: Settings) -> Contents | None:
    ssm = aws.client("ssm")
    found = ssm.get_parameter(Name=subject.name, WithDecryption=False)["Parameter"]
    if found["Type"] == "SecureString":
        return None
    tags = _tags(ssm.list_tags_for_resource, ResourceType="Parameter", ResourceId=subject.name).get("TagList", ())
    return Contents([_assignment(subject.name.rpartition("/")[2], found["Value"])], _owner(tags), [])


def _function(subject: Subject, aws: Aws, _settings: Settings) -> Contents:
    functions = aws.client("lambda")
    found = functions.get_function_configuration(FunctionName=subject.name)
    variables = (found.get("Environment") or {}).get("Variables") or {}
    lines = [_assignment(name, value) for name, value in sorted(variables.items())]
    tags = _tags(functions.list_tags, Resource=found["FunctionArn"]).get("Tags", {})
    return Contents(["\n".join(lines)], str(tags.get("Owner", "")), [])


def _assignment(name: str, value: str) -> str:
    """A value as a line that its name says what it is of; in quotes where a name alone makes a secret of it."""
    return f'{name}="{value}"' if names_a_secret(name) and "\n" not in value else f"{name}={value}"


def _tags(ask: Any, **given: str) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = ask(**given)
    except Exception as error:
        if code_of(error) in {*GONE, "NoSuchTagSet", "AccessDenied", "AccessDeniedException", "InvalidResourceId"}:
            return {}
        raise
    return answer


def _owner(tags: Iterable[dict[str, str]]) -> str:
    return next((tag["Value"] for tag in tags if tag["Key"] == "Owner"), "")
