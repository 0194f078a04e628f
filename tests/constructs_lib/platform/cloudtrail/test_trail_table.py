from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib import GovernedBucket, KeyPurpose
from constructs_lib.kernel.regions import REGIONS
from constructs_lib.platform import GovernedTrailTable, GovernedWorkgroup
from constructs_lib.platform.cloudtrail.trail_queries import QUERIES

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

_LEGACY_COLUMNS = {
    "eventversion", "useridentity", "eventtime", "eventsource", "eventname", "awsregion", "sourceipaddress",
    "useragent", "errorcode", "errormessage", "requestparameters", "responseelements", "additionaleventdata",
    "requestid", "eventid", "resources", "eventtype", "apiversion", "readonly", "recipientaccountid",
    "serviceeventdetails", "sharedeventid", "vpcendpointid",
}  # fmt: skip


def _table(bench: Bench) -> dict[str, Any]:
    bucket = GovernedBucket(bench.stack, "Bucket", kind="trail")
    GovernedTrailTable(bench.stack, "Table", bucket=bucket)
    found: dict[str, Any] = bench.only("AWS::Glue::Table")["TableInput"]
    return found


def test_the_table_has_the_23_columns_of_old_and_the_newer_fields(bench: Bench) -> None:
    columns = {column["Name"] for column in _table(bench)["StorageDescriptor"]["Columns"]}
    assert len(_LEGACY_COLUMNS) == 23
    assert columns - _LEGACY_COLUMNS == {
        "vpcendpointaccountid", "eventcategory", "addendum", "sessioncredentialfromconsole", "edgedevicedetails",
        "tlsdetails",
    }  # fmt: skip
    assert columns >= _LEGACY_COLUMNS


def test_partitions_are_projected_over_every_region_and_day(bench: Bench) -> None:
    table = _table(bench)
    parameters = table["Parameters"]
    assert [key["Name"] for key in table["PartitionKeys"]] == ["region", "date"]
    assert parameters["projection.region.values"].split(",") == list(REGIONS)
    assert parameters["projection.date.range"] == "2020/01/01,NOW"
    folder = "s3://prod-example-trail-111122223333/AWSLogs/111122223333/CloudTrail"
    assert parameters["storage.location.template"] == f"{folder}/${{region}}/${{date}}"


def test_queries_are_saved_on_this_table_in_the_workgroup(bench: Bench) -> None:
    bucket = GovernedBucket(bench.stack, "Bucket", kind="trail")
    workgroup = GovernedWorkgroup(
        bench.stack,
        "Queries",
        kind="queries",
        description="Questions",
        key=bench.stack.key(KeyPurpose.AUDIT),
        scan_limit_bytes=10_000_000,
    )
    GovernedTrailTable(bench.stack, "Table", bucket=bucket).save(QUERIES, workgroup)
    saved = bench.resources("AWS::Athena::NamedQuery")
    assert {query["Name"] for query in saved} == {f"prod-example-{query.slug}" for query in QUERIES}
    assert all('FROM "prod_example"."events"' in query["QueryString"] for query in saved)
    assert {query["WorkGroup"] for query in saved} == {"prod-example-queries"}
