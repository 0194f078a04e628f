"""A required key that is not there, misspelt most often, is called missing and required: nobody has given a `None`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, Environment, StrictModel
from constructs_lib.kernel.setting_errors import validate
from constructs_lib.kernel.yaml_file import read_yaml
from stacks import discover
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = read_yaml(ROOT / "environments" / "dev.yaml")
REQUIRED = [name for name, field in Environment.model_fields.items() if field.is_required()]


def models(base: type[StrictModel] = StrictModel) -> Iterator[type[StrictModel]]:
    """Every record of settings that somebody writes into a file, as far as it is loaded."""
    for model in base.__subclasses__():
        if model.__module__.split(".")[0] in {"constructs_lib", "stacks", "governed_cdk"}:
            yield model
            yield from models(model)


@pytest.mark.parametrize("key", REQUIRED)
def test_a_misspelt_key_of_an_environment_is_missing_and_the_other_unknown(key: str) -> None:
    misspelt = {f"{name}x" if name == key else name: value for name, value in SETTINGS.items()}
    with pytest.raises(ConfigurationError) as caught:
        Environment.parse(misspelt, "dev.yaml")
    missing, unknown = sorted(caught.value.mistakes)
    assert missing == f"dev.yaml: {key}: missing; required"
    assert unknown.startswith(f"dev.yaml: {key}x: unknown key (did you mean {key}?)")


def test_every_required_key_of_every_record_of_settings_is_called_missing() -> None:
    assert discover()  # loads the settings of all stacks
    told = 0
    for model in {one for one in models() if one is not Environment}:
        required = [name for name, field in model.model_fields.items() if field.is_required()]
        if required:
            told += len(required)
            with pytest.raises(ConfigurationError) as caught:
                validate(model, {}, "f.yaml")
            assert (
                caught.value.mistakes[: len(required)]
                == tuple(f"f.yaml: {name}: missing; required" for name in required)[:10]
            ), model
    assert told > 20
