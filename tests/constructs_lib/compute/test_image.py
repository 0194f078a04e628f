from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.compute.image import check_address

DIGEST = f"sha256:{'a' * 64}"


@pytest.mark.parametrize("address", ["public.ecr.aws/x/y:v1.2", f"docker.io/library/redis@{DIGEST}"])
def test_an_image_named_whole_by_a_tag_that_stays_or_a_digest_is_taken(address: str) -> None:
    check_address("image", address)
    assert address.count("/") == 2


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("redis", "<registry>/<name>:<tag>"),
        ("public.ecr.aws/x/y", "<registry>/<name>:<tag>"),
        ("public.ecr.aws/x/y:latest", "an immutable tag"),
        ("public.ecr.aws/x/y@sha256:1", "an immutable tag or sha256:<digest>"),
    ],
)
def test_an_image_that_moves_or_is_named_in_part_is_refused(address: str, allowed: str) -> None:
    with pytest.raises(ConfigurationError, match=allowed):
        check_address("image", address)
