"""What the tasks of a deploy need to start: images in their repository, secrets that somebody has filled in.

A service whose desired count is 0 needs neither. A service that cannot start its tasks makes its stack wait for hours,
then roll back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from governed_cdk.preflight.additions import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account

# A first value of zeros, which a generated secret holds where only somebody else knows the real one.
_PLACEHOLDER = re.compile(r'"0+"|/0{8,}')
_SOON_S = 60.0  # creation itself changes a secret


def asked(stacks: Iterable[Template], account: Account) -> Said:
    """Ask for the images and secrets of every task that shall run."""
    said = Said()
    for stack in stacks:
        region = stack.region or account.region
        for container in _containers(stack):
            _image(stack, _text(stack, container.get("Image")), region, account=account, said=said)
            for secret in dict.fromkeys(_secrets(stack, container)):
                _secret(stack, secret, region, account=account, said=said)
    return said


def _containers(stack: Template) -> Iterator[dict[str, Any]]:
    """The containers of services that run at least one task."""
    for service in stack.of_type("AWS::ECS::Service"):
        task = service.properties.get("TaskDefinition")
        definition = stack.resources.get(task.get("Ref", "")) if isinstance(task, dict) else None
        if definition and service.properties.get("DesiredCount") != 0:
            yield from definition.properties.get("ContainerDefinitions", ())


def _image(stack: Template, image: str, region: str, *, account: Account, said: Said) -> None:
    found = re.fullmatch(r"(?:.*/)?\$\{(\w+)\}(?::(?P<tag>[\w.-]+)|@(?P<digest>sha256:\w+))", image)
    repository = stack.resources.get(found[1]) if found else None
    name = repository.properties.get("RepositoryName") if repository else None
    if not found or not isinstance(name, str):
        return  # of another stack or registry, which the deploy asks itself
    wanted = {"imageTag": found["tag"]} if found["tag"] else {"imageDigest": found["digest"]}
    _, code = account.ask("ecr", region, "describe_images", repositoryName=name, imageIds=[wanted])
    if code in ("RepositoryNotFoundException", "ImageNotFoundException"):
        said.findings.append(
            f"{stack.stack_name} runs {name}:{found['tag'] or found['digest']}: no such image in {region}; "
            "deploy with no task running (stacks.atlantis.running: false), push it, then run it"
        )
    elif code:
        said.unknown.append(f"{stack.stack_name}: whether {name} has its image in {region}: {code}")


def _secrets(stack: Template, container: dict[str, Any]) -> Iterator[str]:
    """Secrets of the same stack that a container reads and that are made with a placeholder."""
    for read in container.get("Secrets", ()):
        found = re.match(r"\$\{(\w+)\}", _text(stack, read.get("ValueFrom")))
        secret = stack.resources.get(found[1]) if found else None
        generated = secret.properties.get("GenerateSecretString", {}) if secret else {}
        if secret and _PLACEHOLDER.search(str(generated.get("SecretStringTemplate", ""))):
            yield str(secret.properties.get("Name"))


def _secret(stack: Template, name: str, region: str, *, account: Account, said: Said) -> None:
    answer, code = account.ask("secretsmanager", region, "describe_secret", SecretId=name)
    if code not in ("", "ResourceNotFoundException"):
        said.unknown.append(f"{stack.stack_name}: whether {name} is filled in: {code}")
        return
    created, changed = answer.get("CreatedDate"), answer.get("LastChangedDate")
    if not created or not changed or (changed - created).total_seconds() < _SOON_S:
        said.findings.append(
            f"{stack.stack_name} runs with {name}: it {'holds its placeholder' if created else 'is not there yet'} in "
            f"{region}; deploy with no task running, aws secretsmanager put-secret-value, then run it"
        )


def _text(stack: Template, value: Any) -> str:
    """A value as flat text, with `${LogicalId}` for what it refers to."""
    match value:
        case {"Fn::Join": [str(separator), [*parts]]}:
            return separator.join(_text(stack, part) for part in parts)
        case {"Ref": str(name)}:
            return f"${{{name}}}" if name in stack.resources else ""
        case {"Fn::Sub": str(text)}:
            return text
        case str():
            return value
    return ""
