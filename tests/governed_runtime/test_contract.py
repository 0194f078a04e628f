"""What is generated into the client is the contract; that it is current, tests/test_generated_files.py says."""

from __future__ import annotations

from constructs_lib.kernel import contract
from constructs_lib.kernel.output import WireType
from governed_runtime import contract as at_run_time
from governed_runtime.outputs import Output


def test_every_output_that_is_published_here_has_its_name_its_path_and_its_type() -> None:
    found = {name: one for name, one in vars(at_run_time).items() if isinstance(one, Output)}
    known = {output.constant: output for output in contract.ALL}
    assert set(known) - set(found) == {"ACM_US_EAST_1_CERTIFICATE_ARN"}
    assert set(found) < set(known)
    for name, one in found.items():
        output = known[name]
        assert one.path("prod") == output.path("prod")
        assert one.is_list == (output.wire is WireType.STRING_LIST)
        assert one.is_optional == output.optional
