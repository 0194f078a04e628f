"""GovernedTrailTable: the trail's files as an Athena table, partitioned by region and day without a crawler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_athena as athena
from aws_cdk import aws_glue as glue
from constructs import Construct

from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.kernel.regions import REGIONS
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.platform.cloudtrail.trail_queries import TrailQuery
    from constructs_lib.platform.cloudtrail.workgroup import GovernedWorkgroup
    from constructs_lib.storage.bucket import GovernedBucket

_TABLE = glue.CfnTable

_IDENTITY = (
    "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,"
    "username:string,onbehalfof:struct<userid:string,identitystorearn:string>,"
    "sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,"
    "sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,"
    "ec2roledelivery:string,webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>>>"
)
COLUMNS = {
    "eventversion": "string",
    "useridentity": _IDENTITY,
    "eventtime": "string",
    "eventsource": "string",
    "eventname": "string",
    "awsregion": "string",
    "sourceipaddress": "string",
    "useragent": "string",
    "errorcode": "string",
    "errormessage": "string",
    "requestparameters": "string",
    "responseelements": "string",
    "additionaleventdata": "string",
    "requestid": "string",
    "eventid": "string",
    "resources": "array<struct<arn:string,accountid:string,type:string>>",
    "eventtype": "string",
    "apiversion": "string",
    "readonly": "string",
    "recipientaccountid": "string",
    "serviceeventdetails": "string",
    "sharedeventid": "string",
    "vpcendpointid": "string",
    "vpcendpointaccountid": "string",
    "eventcategory": "string",
    "addendum": "struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>",
    "sessioncredentialfromconsole": "string",
    "edgedevicedetails": "string",
    "tlsdetails": "struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>",
}
"""Columns in the order of the Athena User Guide, "Create a table for CloudTrail logs using partition projection"."""

PARTITIONS = {"region": "string", "date": "string"}
FIRST_DAY = "2020/01/01"


class GovernedTrailTable(Construct):
    """A Glue database `<env>_<service>` and its table `events` over the files of one account's trail.

    Partitions are projected: a query that names `region` or `date` (`yyyy/MM/dd`) reads only those folders, and a
    new day needs no work (Athena User Guide, "Use partition projection").

    Args:
        bucket: the trail's bucket.
        kind: last part of the database's name, and first of its queries', when the stack has a second table.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        bucket: GovernedBucket,
        kind: str = "",
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self._kind, self.database, self.table = kind, stack.names.identifier(kind), "events"
        database = glue.CfnDatabase(
            self,
            "Database",
            catalog_id=stack.account,
            database_input=glue.CfnDatabase.DatabaseInputProperty(
                name=self.database, description="The audit trail as a table"
            ),
        )
        self._resource = _TABLE(
            self,
            "Resource",
            catalog_id=stack.account,
            database_name=self.database,
            table_input=self._input(f"s3://{bucket.name}/AWSLogs/{stack.account}/CloudTrail"),
        )
        self._resource.node.add_dependency(database)

    def _input(self, location: str) -> glue.CfnTable.TableInputProperty:
        return _TABLE.TableInputProperty(
            name=self.table,
            description="Events of CloudTrail by region and day",
            table_type="EXTERNAL_TABLE",
            partition_keys=_columns(PARTITIONS),
            parameters={"classification": "cloudtrail", "EXTERNAL": "TRUE", **_projection(location)},
            storage_descriptor=_TABLE.StorageDescriptorProperty(
                location=location,
                columns=_columns(COLUMNS),
                input_format="com.amazon.emr.cloudtrail.CloudTrailInputFormat",
                output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                serde_info=_TABLE.SerdeInfoProperty(serialization_library="org.apache.hive.hcatalog.data.JsonSerDe"),
            ),
        )

    def save(self, queries: Sequence[TrailQuery], workgroup: GovernedWorkgroup) -> None:
        """Save queries on this table in a workgroup, each as `<env>-<service>-<slug>`."""
        names = GovernedStack.of_construct(self).names
        for query in queries:
            saved = athena.CfnNamedQuery(
                self,
                pascal(query.slug),
                name=names.physical(part_of(self._kind, query.slug), max_length=128),
                description=query.description,
                database=self.database,
                query_string=query.sql(database=self.database, table=self.table),
                work_group=workgroup.name,
            )
            saved.node.add_dependency(workgroup.workgroup, self._resource)


def _columns(types: dict[str, str]) -> list[glue.CfnTable.ColumnProperty]:
    return [_TABLE.ColumnProperty(name=name, type=type_) for name, type_ in types.items()]


def _projection(location: str) -> dict[str, str]:
    return {
        "projection.enabled": "true",
        "projection.region.type": "enum",
        "projection.region.values": ",".join(REGIONS),
        "projection.date.type": "date",
        "projection.date.format": "yyyy/MM/dd",
        "projection.date.range": f"{FIRST_DAY},NOW",
        "projection.date.interval": "1",
        "projection.date.interval.unit": "DAYS",
        "storage.location.template": f"{location}/${{region}}/${{date}}",
    }
