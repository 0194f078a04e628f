"""What FileFlow keeps: uploads and their copy, two queues, a cache, a login on the shared database."""

import json

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from tests.bench.plain_fileflow.platform import Platform


def bucket(scope: Construct, id: str, *, name: str, key: kms.IKey) -> s3.Bucket:  # noqa: A002 - CDK's own word
    """A private bucket on a key."""
    return s3.Bucket(
        scope,
        id,
        bucket_name=name,
        encryption=s3.BucketEncryption.KMS,
        encryption_key=key,
        bucket_key_enabled=True,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        versioned=True,
        lifecycle_rules=[s3.LifecycleRule(prefix="incoming/", expiration=cdk.Duration.days(30))],
    )


class DisasterRecovery(cdk.Stack):
    """The copy, in another region, on a key of its own."""

    def __init__(self, scope: Construct, id: str, *, env: cdk.Environment) -> None:  # noqa: A002 - as above
        super().__init__(scope, id, env=env)
        key = kms.Key(self, "Key", alias="alias/prod-fileflow-dr", enable_key_rotation=True)
        bucket(self, "Uploads", name=f"prod-fileflow-uploads-{self.region}-{self.account}", key=key)


class Data(Construct):
    """What is kept in the home region."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform, copy_bucket: str) -> None:  # noqa: A002 - as above
        super().__init__(scope, id)
        account = cdk.Stack.of(self).account
        self.uploads = bucket(self, "Uploads", name=f"prod-fileflow-uploads-{account}", key=platform.key)
        self.uploads.add_cors_rule(
            allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.PUT],
            allowed_origins=["https://files.set-of.com"],
            allowed_headers=["Content-Type"],
        )
        self.replicate(copy_bucket)
        self.queue_key = kms.Key(self, "QueueKey", enable_key_rotation=True)
        self.dead_letters: list[sqs.Queue] = []
        self.downloads = self.queue("Downloads", 900)
        self.conversions = self.queue("Conversions", 1800)
        self.uploads.add_event_notification(
            s3.EventType.OBJECT_CREATED,
            notifications.SqsDestination(self.conversions),
            s3.NotificationKeyFilter(prefix="incoming/"),
        )
        self.secrets(platform)
        self.cache_group = ec2.SecurityGroup(self, "CacheGroup", vpc=platform.vpc, allow_all_outbound=False)
        self.cache = self.replication_group(platform)

    def secrets(self, platform: Platform) -> None:
        """The cache's token, and a login that somebody has to make on the shared database."""
        self.cache_secret = secretsmanager.Secret(
            self,
            "CacheSecret",
            generate_secret_string=secretsmanager.SecretStringGenerator(password_length=32, exclude_punctuation=True),
        )
        self.login = secretsmanager.Secret(
            self,
            "Login",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=32,
                exclude_punctuation=True,
                generate_string_key="password",
                secret_string_template=json.dumps({"username": "fileflow", "host": platform.database_host}),
            ),
        )

    def queue(self, id: str, timeout: int) -> sqs.Queue:  # noqa: A002 - as above
        """A queue with its dead letters."""
        dead = sqs.Queue(
            self,
            f"{id}DeadLetters",
            encryption_master_key=self.queue_key,
            enforce_ssl=True,
            retention_period=cdk.Duration.days(14),
        )
        self.dead_letters.append(dead)
        return sqs.Queue(
            self,
            id,
            encryption_master_key=self.queue_key,
            enforce_ssl=True,
            visibility_timeout=cdk.Duration.seconds(timeout),
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=3),
        )

    def replicate(self, copy_bucket: str) -> None:
        """Copy every object to the other region."""
        role = iam.Role(self, "ReplicationRole", assumed_by=iam.ServicePrincipal("s3.amazonaws.com"))
        self.uploads.grant_read(role)
        role.add_to_policy(
            iam.PolicyStatement(actions=["s3:GetReplicationConfiguration"], resources=[self.uploads.bucket_arn])
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
                resources=[self.uploads.arn_for_objects("*")],
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                resources=[f"arn:aws:s3:::{copy_bucket}/*"],
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(actions=["kms:Encrypt"], resources=["arn:aws:kms:ap-northeast-1:111122223333:key/*"])
        )
        self.rule(role, copy_bucket)

    def rule(self, role: iam.IRole, copy_bucket: str) -> None:
        """What is copied, and where to."""
        made = self.uploads.node.default_child
        assert isinstance(made, s3.CfnBucket)
        made.replication_configuration = s3.CfnBucket.ReplicationConfigurationProperty(
            role=role.role_arn,
            rules=[
                s3.CfnBucket.ReplicationRuleProperty(
                    status="Enabled",
                    priority=1,
                    filter=s3.CfnBucket.ReplicationRuleFilterProperty(prefix=""),
                    delete_marker_replication=s3.CfnBucket.DeleteMarkerReplicationProperty(status="Enabled"),
                    source_selection_criteria=s3.CfnBucket.SourceSelectionCriteriaProperty(
                        sse_kms_encrypted_objects=s3.CfnBucket.SseKmsEncryptedObjectsProperty(status="Enabled")
                    ),
                    destination=s3.CfnBucket.ReplicationDestinationProperty(
                        bucket=f"arn:aws:s3:::{copy_bucket}",
                        encryption_configuration=s3.CfnBucket.EncryptionConfigurationProperty(
                            replica_kms_key_id="arn:aws:kms:ap-northeast-1:111122223333:alias/prod-fileflow-dr"
                        ),
                    ),
                )
            ],
        )

    def replication_group(self, platform: Platform) -> elasticache.CfnReplicationGroup:
        """A primary and a replica, with one token for all."""
        subnets = elasticache.CfnSubnetGroup(
            self,
            "CacheSubnets",
            description="FileFlow",
            subnet_ids=platform.vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS).subnet_ids,
        )
        return elasticache.CfnReplicationGroup(
            self,
            "Cache",
            replication_group_description="FileFlow",
            engine="valkey",
            engine_version="8.1",
            cache_node_type="cache.t4g.small",
            num_cache_clusters=2,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            at_rest_encryption_enabled=True,
            transit_encryption_enabled=True,
            auth_token=self.cache_secret.secret_value.unsafe_unwrap(),
            cache_subnet_group_name=subnets.ref,
            security_group_ids=[self.cache_group.security_group_id],
        )
