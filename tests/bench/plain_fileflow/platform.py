"""What the platform has, by ids that somebody copied or looks up in Parameter Store."""

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from constructs import Construct


class Platform(Construct):
    """VPC, certificate, zone, keys, topics, and the shared database's group."""

    def __init__(self, scope: Construct, id: str) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        zones = ["ap-northeast-2a", "ap-northeast-2c"]
        self.vpc = ec2.Vpc.from_vpc_attributes(
            self,
            "Vpc",
            vpc_id=self.read("network/vpc-id"),
            vpc_cidr_block=self.read("network/vpc-cidr"),
            availability_zones=zones,
            public_subnet_ids=self.subnets("network/public-subnet-ids", zones),
            private_subnet_ids=self.subnets("network/private-subnet-ids", zones),
        )
        self.certificate = acm.Certificate.from_certificate_arn(self, "Certificate", self.read("acm/certificate-arn"))
        self.zone = route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=self.read("route53/hosted-zone-id"), zone_name="set-of.com"
        )
        self.key = kms.Key.from_key_arn(self, "Key", self.read("kms/s3-data-key-arn"))
        self.topic = sns.Topic.from_topic_arn(self, "Topic", self.read("monitoring/warning-topic-arn"))
        self.database = ec2.SecurityGroup.from_security_group_id(
            self, "Database", self.read("rds/db-security-group-id")
        )
        self.database_host = self.read("rds/db-instance-address")

    def read(self, name: str) -> str:
        """The value of a parameter at the deploy."""
        return ssm.StringParameter.value_for_string_parameter(self, f"/prod/{name}")

    def subnets(self, name: str, zones: list[str]) -> list[str]:
        """One subnet a zone."""
        found = ssm.StringListParameter.value_for_typed_list_parameter(self, f"/prod/{name}")
        return [cdk.Fn.select(index, found) for index in range(len(zones))]
