"""What is said of a key."""

from __future__ import annotations

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.key_spec import KeySpec, types, words
from constructs_lib.kernel.output import Output
from constructs_lib.kernel.service_uses import LOG_GROUPS


def test_names_are_written_with_blanks_between_them() -> None:
    assert words("rds  es") == ("rds", "es")
    assert types("RDS ECS::Service.KmsKey") == ("AWS::RDS", "AWS::ECS::Service.KmsKey")
    assert types("") == ()


def test_a_key_admits_services_and_who_calls_by_a_context() -> None:
    output = Output.key("kms", "search-key-arn", "Key for indexes")
    spec = KeySpec(
        output=output, data_class=DataClass.INTERNAL, description="x", via_services=("es",), service_uses=(LOG_GROUPS,)
    )
    assert spec.admitted == {"es", LOG_GROUPS.context}
