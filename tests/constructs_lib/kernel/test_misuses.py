"""What teams write by mistake: each gets one line that says what was given and what is allowed, and none of jsii's."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
import yaml

from constructs_lib.kernel.errors import EXIT_BAD_INPUT
from constructs_lib.kernel.report import report_in_one_line
from tests.support import ROOT, environment, new_app

PLACE = re.compile(r"error: app\.py:\d+: ")
MISUSES = yaml.safe_load((ROOT / "tests/samples/misuses.yaml").read_text())
FOREIGN = ("jsii", "JavaScript", "Unable to deserialize", "undefined", "Props", "Traceback", "0x")


class Door(dict[str, Any]):
    """Names as `from constructs_lib import ...` brings them, each when it is first used."""

    def __missing__(self, name: str) -> Any:
        import constructs_lib  # noqa: PLC0415 - beside the other imports of an app, below

        if name not in constructs_lib.__all__:
            raise KeyError(name)
        self[name] = getattr(constructs_lib, name)
        return self[name]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A service's stack with one of each, as far as the misuses need them."""
    import aws_cdk as cdk  # noqa: PLC0415 - it takes seconds, and the list is read without

    import constructs_lib as lib  # noqa: PLC0415 - as above
    from aspects import govern  # noqa: PLC0415 - as above

    class Stack(lib.ServiceStack[lib.StackSettings]):
        slug = "fileflow"

    app = new_app(tmp_path_factory.mktemp("misuses"))
    prod = environment("prod")
    stack = Stack(app, prod)
    vpc, image = lib.PlatformVpc.read(stack), lib.GovernedRepository(stack, "Image", kind="image")
    container, portless = (
        lib.Container(repository=image, image="v1", port=8080),
        lib.Container(repository=image, image="v1"),
    )
    cluster, certificate = lib.GovernedCluster(stack, "Cluster", vpc=vpc), lib.PlatformCertificate.read(stack)

    given = {"app": app, "stack": stack, "vpc": vpc, "image": image, "container": container, "portless": portless}
    made = {"cluster": cluster, "certificate": certificate}
    known = {"cdk": cdk, "contract": lib.contract, "environment": prod, "govern": govern}
    return {**given, **made, **known, **_one_of_each(lib, {**given, **made})}


def _one_of_each(lib: Any, given: dict[str, Any]) -> dict[str, Any]:
    stack, cluster, portless, vpc = (given[name] for name in ("stack", "cluster", "portless", "vpc"))

    def service(id_: str, what: Any = given["container"], **more: Any) -> Any:
        return lib.GovernedContainerService(stack, id_, cluster=cluster, container=what, **more)

    return {
        "api": service("Api", kind="api"),
        "nameless": service("Nameless"),
        "worker": service("Worker", portless, kind="worker"),
        "shifting": service("Shifting", kind="shifting", deployment=lib.Canary()),
        "task": lib.GovernedTask(stack, "Task", cluster=cluster, container=portless, kind="task"),
        "queue": lib.GovernedQueue(stack, "Queue", kind="queue"),
        "files": lib.GovernedBucket(stack, "Files", kind="files"),
        "topic": lib.GovernedTopic(stack, "Topic", kind="topic", display_name="Topic"),
        "cache": lib.GovernedCache(stack, "Cache", kind="cache", vpc=vpc),
        "balancer": lib.GovernedLoadBalancer(stack, "Balancer", vpc=vpc, certificate=given["certificate"]),
    }


def told(code: str, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> tuple[object, list[str]]:
    """How an app of that one line ends, and what it says: it asks the hook that `start()` puts there."""
    hook = sys.excepthook
    report_in_one_line()
    try:
        exec(compile(code, "app.py", "exec"), {"__name__": "__main__"}, Door(names))  # noqa: S102 - the misuse
    except Exception as error:  # noqa: BLE001 - whichever it is
        with pytest.raises(SystemExit) as ended:
            sys.excepthook(type(error), error, error.__traceback__)
        return ended.value.code, capsys.readouterr().err.splitlines()
    finally:
        sys.excepthook = hook
    return 0, []


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse["what"])
def test_a_misuse_is_told_in_one_line(
    misuse: dict[str, str], names: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    from constructs import Construct  # noqa: PLC0415 - as above

    scope = Construct(names["stack"], f"Place{MISUSES.index(misuse)}")
    code, lines = told(misuse["code"], {**names, "scope": scope}, capsys)
    (line,) = lines
    assert PLACE.sub("", line.replace(scope.node.path, "here"), count=1).startswith(misuse["said"])
    assert [word for word in FOREIGN if word in line] == []
    assert code == EXIT_BAD_INPUT


def test_there_are_as_many_as_teams_have_made_and_more() -> None:
    assert len({misuse["code"] for misuse in MISUSES}) == len(MISUSES) >= 36 + 40
