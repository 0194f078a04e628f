"""Names of the platform's zone for what is not of AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedRecord
from tests.constructs_lib.neighbours import zone

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

RECORD = "AWS::Route53::RecordSet"


def make(bench: Bench, **given: Any) -> GovernedRecord:
    return GovernedRecord(bench.stack, "Record", zone=zone(bench.stack), **({"name": "mail"} | given))


def test_a_name_stands_for_one_of_a_provider(bench: Bench) -> None:
    made = make(bench, cname="u1.wl.example.net")
    assert made.host == f"mail.{bench.settings.domain}"
    assert bench.only(RECORD) == {
        "HostedZoneId": "Z1",
        "Name": f"{made.host}.",
        "ResourceRecords": ["u1.wl.example.net"],
        "TTL": "300",
        "Type": "CNAME",
    }


def test_a_proof_is_a_text_in_pieces_that_dns_takes(bench: Bench) -> None:
    make(bench, name="_proof.mail", txt=['site="a\\b"', "v=" + "k" * 600], ttl_seconds=60)
    (first, second) = bench.only(RECORD)["ResourceRecords"]
    assert first == r'"site=\"a\\b\""'
    pieces = second.split(" ")
    assert [len(piece) - 2 for piece in pieces] == [255, 255, 92]
    assert all(piece[0] == piece[-1] == '"' for piece in pieces)


def test_mail_goes_to_servers_by_their_priority(bench: Bench) -> None:
    make(bench, mx={"mx1.example.net": 10, "mx2.example.net.": 0})
    assert bench.only(RECORD)["ResourceRecords"] == ["10 mx1.example.net", "0 mx2.example.net."]


@pytest.mark.parametrize(
    "target", ["_a1.dkim.amazonses.com", "_b2.acm-validations.aws.", "7f3._domainkey.example.net", "example.net"]
)
def test_what_proves_a_name_to_aws_is_no_resource_of_it(target: str, bench: Bench) -> None:
    make(bench, name="_x._domainkey", cname=target)
    assert bench.only(RECORD)["ResourceRecords"] == [target]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, r"given none of them; allowed: one of cname, txt and mx"),
        ({"cname": "a.example.net", "txt": ["x"]}, r"given cname and txt; allowed: one of"),
        ({"name": "", "txt": ["x"]}, r"name: given ''; allowed: labels in lower case"),
        ({"name": "Mail", "txt": ["x"]}, r"name: given 'Mail'; allowed"),
        ({"name": "mail.", "txt": ["x"]}, r"name: given 'mail\.'; allowed"),
        ({"name": "mail\n", "txt": ["x"]}, r"name: given 'mail\\n'; allowed"),
        ({"name": ".".join(["a" * 60] * 5), "txt": ["x"]}, r"255 characters"),
        ({"cname": "api-1.ap-northeast-2.elb.amazonaws.com"}, r"cname: given .* a name outside AWS; what is in AWS"),
        ({"cname": "d1.cloudfront.net."}, r"a name outside AWS"),
        ({"cname": "mail.set-of.com"}, r"another name than its own"),
        ({"cname": "10.0.0.1"}, r"cname: given '10\.0\.0\.1'; allowed: a full name in lower case"),
        ({"cname": "localhost"}, r"a full name in lower case"),
        ({"cname": "https://example.net"}, r"a full name in lower case"),
        ({"txt": "one text"}, r"txt: given 'one text'; allowed: a list of texts"),
        ({"txt": [""]}, r"printable ASCII"),
        ({"txt": ["a\nb"]}, r"printable ASCII"),
        ({"txt": ["인증"]}, r"printable ASCII"),
        ({"txt": ["k" * 4_001]}, r"0 to 4000 characters in all"),
        ({"mx": {"mx1.example.net": 70_000}}, r"mx1\.example\.net: priority: given 70000; allowed: 0 to 65535"),
        ({"mx": {"mx1": 1}}, r"mx: given 'mx1'; allowed: a full name"),
        ({"cname": "a.example.net", "ttl_seconds": 5}, r"ttl_seconds: given 5; allowed: 60 to 172800 seconds"),
    ],
)
def test_what_is_no_record_is_refused(given: dict[str, Any], said: str, bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match=said):
        make(bench, **given)
