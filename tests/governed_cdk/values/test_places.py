from __future__ import annotations

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.values.places import BRANCHES, place
from tests.support import environment

PROD = environment("prod", stacks={"secrets": {"parameters": {"features": {"maintenance-mode": "off"}}}})


def test_a_place_has_its_path_in_the_environment() -> None:
    assert place("secrets/common/openai", PROD).path(PROD) == "/connectly/common/prod/openai"
    assert place("parameters/agents/model", PROD).path(PROD) == "/infrastructure/prod/agents/model"
    assert set(BRANCHES) == {"evolution", "agents", "workflows", "system", "features", "global"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openai", "name: given 'openai'; allowed: secrets/<service>/<name>"),
        ("secrets/common/a/b", "allowed: secrets/<service>/<name>"),
        ("secrets/common/OpenAI", "name secrets/common/OpenAI: given 'OpenAI'; allowed: kebab-case"),
        ("parameters/others/x", "branch: given 'others'; allowed: agents, evolution"),
        ("/prod/network/vpc-id", "is the contract's; the stack network publishes it"),
        ("/shared/network/vpc-id", "is the contract's; the stack network publishes it"),
        ("parameters/features/maintenance-mode", "change environments/prod.yaml: stacks.secrets.parameters.features"),
    ],
)
def test_another_form_and_what_a_stack_owns_are_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        place(text, PROD)
