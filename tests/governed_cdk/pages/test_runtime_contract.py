from __future__ import annotations

from governed_cdk.pages.runtime_contract import render_runtime_contract


def test_each_output_is_a_line_with_its_type_and_its_meaning_below_it() -> None:
    text = render_runtime_contract()
    assert 'NETWORK_VPC_ID = Output.string("network", "vpc-id")\n"""The VPC."""\n' in text
    assert 'NETWORK_PRIVATE_SUBNET_IDS = Output.strings("network", "private-subnet-ids")' in text
    assert 'RDS_PROXY_ENDPOINT = Output.optional("rds", "proxy-endpoint")' in text
    assert "US_EAST_1" not in text  # published in another region: a client asks its own
    assert max(map(len, text.splitlines())) <= 120
