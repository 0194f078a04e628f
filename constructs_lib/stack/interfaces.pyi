# Written by `governed-cdk docs` from the interfaces of the installed aws-cdk-lib.
from collections.abc import Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codestarnotifications as codestarnotifications
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_servicediscovery as servicediscovery
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import interfaces as interfaces
from aws_cdk.interfaces import aws_backup as interfaces_backup
from aws_cdk.interfaces import aws_certificatemanager as interfaces_certificatemanager
from aws_cdk.interfaces import aws_dynamodb as interfaces_dynamodb
from aws_cdk.interfaces import aws_ec2 as interfaces_ec2
from aws_cdk.interfaces import aws_ecr as interfaces_ecr
from aws_cdk.interfaces import aws_ecs as interfaces_ecs
from aws_cdk.interfaces import aws_efs as interfaces_efs
from aws_cdk.interfaces import aws_elasticloadbalancingv2 as interfaces_elasticloadbalancingv2
from aws_cdk.interfaces import aws_iam as interfaces_iam
from aws_cdk.interfaces import aws_kms as interfaces_kms
from aws_cdk.interfaces import aws_lambda as interfaces_lambda
from aws_cdk.interfaces import aws_logs as interfaces_logs
from aws_cdk.interfaces import aws_rds as interfaces_rds
from aws_cdk.interfaces import aws_route53 as interfaces_route53
from aws_cdk.interfaces import aws_s3 as interfaces_s3
from aws_cdk.interfaces import aws_secretsmanager as interfaces_secretsmanager
from aws_cdk.interfaces import aws_sns as interfaces_sns
from aws_cdk.interfaces import aws_sqs as interfaces_sqs
from aws_cdk.interfaces import aws_ssm as interfaces_ssm
from aws_cdk.interfaces import aws_stepfunctions as interfaces_stepfunctions
from constructs import Construct, IDependable, Node

INTERFACES: dict[str, tuple[str, str, str]]

class IsApplicationLoadBalancer(Construct):
    def add_listener(
        self,
        id: str,
        *,
        certificates: Sequence[elbv2.IListenerCertificate] | None = None,
        default_action: elbv2.ListenerAction | None = None,
        default_target_groups: Sequence[elbv2.IApplicationTargetGroup] | None = None,
        mutual_authentication: elbv2.MutualAuthentication | dict[str, Any] | None = None,
        open: bool | None = None,
        port: int | float | None = None,
        protocol: elbv2.ApplicationProtocol | None = None,
        ssl_policy: elbv2.SslPolicy | None = None,
    ) -> elbv2.ApplicationListener: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def connections(self) -> ec2.Connections: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def ip_address_type(self) -> elbv2.IpAddressType | None: ...
    @property
    def is_application_load_balancer(self) -> bool: ...
    @property
    def listeners(self) -> list[elbv2.ApplicationListener]: ...
    @property
    def load_balancer_arn(self) -> str: ...
    @property
    def load_balancer_canonical_hosted_zone_id(self) -> str: ...
    @property
    def load_balancer_dns_name(self) -> str: ...
    @property
    def load_balancer_ref(self) -> interfaces_elasticloadbalancingv2.LoadBalancerReference: ...
    @property
    def metrics(self) -> elbv2.IApplicationLoadBalancerMetrics: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def vpc(self) -> ec2.IVpc | None: ...

class IsBackupVault(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def backup_vault_arn(self) -> str: ...
    @property
    def backup_vault_name(self) -> str: ...
    @property
    def backup_vault_ref(self) -> interfaces_backup.BackupVaultReference: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsBucket(Construct):
    def add_event_notification(
        self,
        event: s3.EventType,
        dest: s3.IBucketNotificationDestination,
        *filters: s3.NotificationKeyFilter,
    ) -> None: ...
    def add_object_created_notification(
        self,
        dest: s3.IBucketNotificationDestination,
        *filters: s3.NotificationKeyFilter,
    ) -> None: ...
    def add_object_removed_notification(
        self,
        dest: s3.IBucketNotificationDestination,
        *filters: s3.NotificationKeyFilter,
    ) -> None: ...
    def add_replication_policy(
        self,
        role_arn: str,
        access_control_transition: bool | None = None,
        account: str | None = None,
    ) -> None: ...
    def add_to_resource_policy(self, permission: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    def arn_for_objects(self, key_pattern: str) -> str: ...
    @property
    def bucket_arn(self) -> str: ...
    @property
    def bucket_domain_name(self) -> str: ...
    @property
    def bucket_dual_stack_domain_name(self) -> str: ...
    @property
    def bucket_name(self) -> str: ...
    @property
    def bucket_ref(self) -> interfaces_s3.BucketReference: ...
    @property
    def bucket_regional_domain_name(self) -> str: ...
    @property
    def bucket_website_domain_name(self) -> str: ...
    @property
    def bucket_website_url(self) -> str: ...
    def enable_event_bridge_notification(self) -> None: ...
    @property
    def encryption_key(self) -> kms.IKey | None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant_delete(self, identity: iam.IGrantable, objects_key_pattern: Any = None) -> iam.Grant: ...
    def grant_public_access(self, key_prefix: str | None = None, *allowed_actions: str) -> iam.Grant: ...
    def grant_put(self, identity: iam.IGrantable, objects_key_pattern: Any = None) -> iam.Grant: ...
    def grant_put_acl(self, identity: iam.IGrantable, objects_key_pattern: str | None = None) -> iam.Grant: ...
    def grant_read(self, identity: iam.IGrantable, objects_key_pattern: Any = None) -> iam.Grant: ...
    def grant_read_write(self, identity: iam.IGrantable, objects_key_pattern: Any = None) -> iam.Grant: ...
    def grant_replication_permission(
        self,
        identity: iam.IGrantable,
        *,
        destinations: Sequence[s3.GrantReplicationPermissionDestinationProps | dict[str, Any]],
        source_decryption_key: kms.IKey | None = None,
    ) -> iam.Grant: ...
    def grant_write(
        self,
        identity: iam.IGrantable,
        objects_key_pattern: Any = None,
        allowed_action_patterns: Sequence[str] | None = None,
    ) -> iam.Grant: ...
    @property
    def is_website(self) -> bool | None: ...
    def on_cloud_trail_event(
        self,
        id: str,
        *,
        paths: Sequence[str] | None = None,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    def on_cloud_trail_put_object(
        self,
        id: str,
        *,
        paths: Sequence[str] | None = None,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    def on_cloud_trail_write_object(
        self,
        id: str,
        *,
        paths: Sequence[str] | None = None,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    @property
    def policy(self) -> s3.BucketPolicy | None: ...
    @policy.setter
    def policy(self, value: s3.BucketPolicy | None) -> None: ...
    @property
    def replication_role_arn(self) -> str | None: ...
    @replication_role_arn.setter
    def replication_role_arn(self, value: str | None) -> None: ...
    def s3_url_for_object(self, key: str | None = None) -> str: ...
    @property
    def stack(self) -> cdk.Stack: ...
    def transfer_acceleration_url_for_object(
        self,
        key: str | None = None,
        *,
        dual_stack: bool | None = None,
    ) -> str: ...
    def url_for_object(self, key: str | None = None) -> str: ...
    def virtual_hosted_url_for_object(self, key: str | None = None, *, regional: bool | None = None) -> str: ...

class IsCertificate(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def certificate_arn(self) -> str: ...
    @property
    def certificate_ref(self) -> interfaces_certificatemanager.CertificateReference: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def metric_days_to_expiry(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsCluster(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def autoscaling_group(self) -> autoscaling.IAutoScalingGroup | None: ...
    @property
    def cluster_arn(self) -> str: ...
    @property
    def cluster_name(self) -> str: ...
    @property
    def cluster_ref(self) -> interfaces_ecs.ClusterReference: ...
    @property
    def connections(self) -> ec2.Connections: ...
    @property
    def default_cloud_map_namespace(self) -> servicediscovery.INamespace | None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def execute_command_configuration(self) -> ecs.ExecuteCommandConfiguration | None: ...
    @property
    def has_ec2_capacity(self) -> bool: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def vpc(self) -> ec2.IVpc: ...

class IsDatabaseInstance(Construct):
    def add_proxy(
        self,
        id: str,
        *,
        vpc: ec2.IVpc,
        borrow_timeout: cdk.Duration | None = None,
        client_password_auth_type: rds.ClientPasswordAuthType | None = None,
        db_proxy_name: str | None = None,
        debug_logging: bool | None = None,
        default_auth_scheme: rds.DefaultAuthScheme | None = None,
        iam_auth: bool | None = None,
        idle_client_timeout: cdk.Duration | None = None,
        init_query: str | None = None,
        max_connections_percent: int | float | None = None,
        max_idle_connections_percent: int | float | None = None,
        require_tls: bool | None = None,
        role: iam.IRole | None = None,
        secrets: Sequence[secretsmanager.ISecret] | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        session_pinning_filters: Sequence[rds.SessionPinningFilter] | None = None,
        vpc_subnets: ec2.SubnetSelection | dict[str, Any] | None = None,
    ) -> rds.DatabaseProxy: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    def as_secret_attachment_target(self) -> secretsmanager.SecretAttachmentTargetProps: ...
    @property
    def connections(self) -> ec2.Connections: ...
    @property
    def db_instance_endpoint_address(self) -> str: ...
    @property
    def db_instance_endpoint_port(self) -> str: ...
    @property
    def db_instance_ref(self) -> interfaces_rds.DBInstanceReference: ...
    @property
    def engine(self) -> rds.IInstanceEngine | None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant_connect(self, grantee: iam.IGrantable, db_user: str | None = None) -> iam.Grant: ...
    @property
    def instance_arn(self) -> str: ...
    @property
    def instance_endpoint(self) -> rds.Endpoint: ...
    @property
    def instance_identifier(self) -> str: ...
    @property
    def instance_resource_id(self) -> str | None: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_cpu_utilization(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_database_connections(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_free_storage_space(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_freeable_memory(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_read_iops(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_write_iops(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def on_event(
        self,
        id: str,
        *,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsFileSystem(Construct):
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def connections(self) -> ec2.Connections: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def file_system_arn(self) -> str: ...
    @property
    def file_system_id(self) -> str: ...
    @property
    def file_system_ref(self) -> interfaces_efs.FileSystemReference: ...
    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_read_write(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_root_access(self, grantee: iam.IGrantable) -> iam.Grant: ...
    @property
    def mount_targets_available(self) -> IDependable: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsFunction(Construct):
    def add_event_source(self, source: lambda_.IEventSource) -> None: ...
    def add_event_source_mapping(
        self,
        id: str,
        *,
        batch_size: int | float | None = None,
        bisect_batch_on_error: bool | None = None,
        enabled: bool | None = None,
        event_source_arn: str | None = None,
        filter_encryption: kms.IKey | None = None,
        filters: Sequence[Mapping[str, Any]] | None = None,
        kafka_bootstrap_servers: Sequence[str] | None = None,
        kafka_consumer_group_id: str | None = None,
        kafka_topic: str | None = None,
        log_level: lambda_.EventSourceMappingLogLevel | None = None,
        max_batching_window: cdk.Duration | None = None,
        max_concurrency: int | float | None = None,
        max_record_age: cdk.Duration | None = None,
        metrics_config: lambda_.MetricsConfig | dict[str, Any] | None = None,
        on_failure: lambda_.IEventSourceDlq | None = None,
        parallelization_factor: int | float | None = None,
        provisioned_poller_config: lambda_.ProvisionedPollerConfig | dict[str, Any] | None = None,
        report_batch_item_failures: bool | None = None,
        retry_attempts: int | float | None = None,
        schema_registry_config: lambda_.ISchemaRegistry | None = None,
        source_access_configurations: Sequence[lambda_.SourceAccessConfiguration | dict[str, Any]] | None = None,
        starting_position: lambda_.StartingPosition | None = None,
        starting_position_timestamp: int | float | None = None,
        support_s3_on_failure_destination: bool | None = None,
        tumbling_window: cdk.Duration | None = None,
    ) -> lambda_.EventSourceMapping: ...
    def add_function_url(
        self,
        *,
        auth_type: lambda_.FunctionUrlAuthType | None = None,
        cors: lambda_.FunctionUrlCorsOptions | dict[str, Any] | None = None,
        invoke_mode: lambda_.InvokeMode | None = None,
    ) -> lambda_.FunctionUrl: ...
    def add_permission(
        self,
        id: str,
        *,
        principal: iam.IPrincipal,
        action: str | None = None,
        event_source_token: str | None = None,
        function_url_auth_type: lambda_.FunctionUrlAuthType | None = None,
        invoked_via_function_url: bool | None = None,
        organization_id: str | None = None,
        scope: Construct | None = None,
        source_account: str | None = None,
        source_arn: str | None = None,
    ) -> None: ...
    def add_to_role_policy(self, statement: iam.PolicyStatement) -> None: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def architecture(self) -> lambda_.Architecture: ...
    def configure_async_invoke(
        self,
        *,
        max_event_age: cdk.Duration | None = None,
        on_failure: lambda_.IDestination | None = None,
        on_success: lambda_.IDestination | None = None,
        retry_attempts: int | float | None = None,
    ) -> None: ...
    @property
    def connections(self) -> ec2.Connections: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def function_arn(self) -> str: ...
    @property
    def function_name(self) -> str: ...
    @property
    def function_ref(self) -> interfaces_lambda.FunctionReference: ...
    def grant_invoke(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_invoke_composite_principal(self, composite_principal: iam.CompositePrincipal) -> list[iam.Grant]: ...
    def grant_invoke_latest_version(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_invoke_url(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_invoke_version(self, identity: iam.IGrantable, version: lambda_.IVersion) -> iam.Grant: ...
    @property
    def grant_principal(self) -> iam.IPrincipal: ...
    @property
    def is_bound_to_vpc(self) -> bool: ...
    @property
    def latest_version(self) -> lambda_.IVersion: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_duration(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_errors(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_invocations(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_throttles(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def permissions_node(self) -> Node: ...
    @property
    def resource_arns_for_grant_invoke(self) -> list[str]: ...
    @property
    def role(self) -> iam.IRole | None: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def tenancy_config(self) -> lambda_.TenancyConfig | None: ...

class IsKey(Construct):
    def add_alias(self, alias: str) -> kms.Alias: ...
    def add_to_resource_policy(
        self,
        statement: iam.PolicyStatement,
        allow_no_op: bool | None = None,
    ) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_decrypt(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_encrypt(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_encrypt_decrypt(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_generate_mac(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_sign(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_sign_verify(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_verify(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_verify_mac(self, grantee: iam.IGrantable) -> iam.Grant: ...
    @property
    def key_arn(self) -> str: ...
    @property
    def key_id(self) -> str: ...
    @property
    def key_ref(self) -> interfaces_kms.KeyReference: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsLogGroup(Construct):
    def add_metric_filter(
        self,
        id: str,
        *,
        filter_pattern: logs.IFilterPattern,
        metric_name: str,
        metric_namespace: str,
        apply_on_transformed_logs: bool | None = None,
        default_value: int | float | None = None,
        dimensions: Mapping[str, str] | None = None,
        filter_name: str | None = None,
        metric_value: str | None = None,
        unit: cloudwatch.Unit | None = None,
    ) -> logs.MetricFilter: ...
    def add_stream(self, id: str, *, log_stream_name: str | None = None) -> logs.LogStream: ...
    def add_subscription_filter(
        self,
        id: str,
        *,
        destination: logs.ILogSubscriptionDestination,
        filter_pattern: logs.IFilterPattern,
        distribution: logs.Distribution | None = None,
        filter_name: str | None = None,
    ) -> logs.SubscriptionFilter: ...
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def add_transformer(
        self,
        id: str,
        *,
        transformer_config: Sequence[logs.IProcessor],
        transformer_name: str,
    ) -> logs.Transformer: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def extract_metric(self, json_field: str, metric_namespace: str, metric_name: str) -> cloudwatch.Metric: ...
    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_write(self, grantee: iam.IGrantable) -> iam.Grant: ...
    @property
    def log_group_arn(self) -> str: ...
    @property
    def log_group_name(self) -> str: ...
    def log_group_physical_name(self) -> str: ...
    @property
    def log_group_ref(self) -> interfaces_logs.LogGroupReference: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_incoming_bytes(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_incoming_log_events(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsManagedPolicy(Construct):
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def managed_policy_arn(self) -> str: ...
    @property
    def managed_policy_ref(self) -> interfaces_iam.ManagedPolicyReference: ...

class IsPublicHostedZone(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant_delegation(
        self,
        grantee: iam.IGrantable,
        *,
        delegated_zone_names: Sequence[str] | None = None,
    ) -> iam.Grant: ...
    @property
    def hosted_zone_arn(self) -> str: ...
    @property
    def hosted_zone_id(self) -> str: ...
    @property
    def hosted_zone_name_servers(self) -> list[str] | None: ...
    @property
    def hosted_zone_ref(self) -> interfaces_route53.HostedZoneReference: ...
    @property
    def name(self) -> str: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def zone_name(self) -> str: ...

class IsQueue(Construct):
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def encryption_master_key(self) -> kms.IKey | None: ...
    @property
    def encryption_type(self) -> sqs.QueueEncryption | None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def fifo(self) -> bool: ...
    def grant(self, grantee: iam.IGrantable, *queue_actions: str) -> iam.Grant: ...
    def grant_consume_messages(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_purge(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_send_messages(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_approximate_age_of_oldest_message(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_approximate_number_of_messages_delayed(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_approximate_number_of_messages_not_visible(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_approximate_number_of_messages_outstanding(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.MathExpression: ...
    def metric_approximate_number_of_messages_visible(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_empty_receives(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_messages_deleted(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_messages_received(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_messages_sent(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_sent_message_size(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def queue_arn(self) -> str: ...
    @property
    def queue_name(self) -> str: ...
    @property
    def queue_ref(self) -> interfaces_sqs.QueueReference: ...
    @property
    def queue_url(self) -> str: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsRepository(Construct):
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_pull(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_pull_push(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_push(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def on_cloud_trail_event(
        self,
        id: str,
        *,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    def on_cloud_trail_image_pushed(
        self,
        id: str,
        *,
        image_tag: str | None = None,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    def on_event(
        self,
        id: str,
        *,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    def on_image_scan_completed(
        self,
        id: str,
        *,
        image_tags: Sequence[str] | None = None,
        target: events.IRuleTarget | None = None,
        cross_stack_scope: Construct | None = None,
        description: str | None = None,
        event_pattern: events.EventPattern | dict[str, Any] | None = None,
        rule_name: str | None = None,
    ) -> events.Rule: ...
    @property
    def registry_uri(self) -> str: ...
    @property
    def repository_arn(self) -> str: ...
    @property
    def repository_name(self) -> str: ...
    @property
    def repository_ref(self) -> interfaces_ecr.RepositoryReference: ...
    @property
    def repository_uri(self) -> str: ...
    def repository_uri_for_digest(self, digest: str | None = None) -> str: ...
    def repository_uri_for_tag(self, tag: str | None = None) -> str: ...
    def repository_uri_for_tag_or_digest(self, tag_or_digest: str | None = None) -> str: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsRole(Construct):
    def add_managed_policy(self, policy: iam.IManagedPolicy) -> None: ...
    def add_to_principal_policy(self, statement: iam.PolicyStatement) -> iam.AddToPrincipalPolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def assume_role_action(self) -> str: ...
    def attach_inline_policy(self, policy: iam.Policy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant(self, grantee: iam.IPrincipal, *actions: str) -> iam.Grant: ...
    def grant_assume_role(self, grantee: iam.IPrincipal) -> iam.Grant: ...
    def grant_pass_role(self, grantee: iam.IPrincipal) -> iam.Grant: ...
    @property
    def grant_principal(self) -> iam.IPrincipal: ...
    @property
    def policy_fragment(self) -> iam.PrincipalPolicyFragment: ...
    @property
    def principal_account(self) -> str | None: ...
    @property
    def role_arn(self) -> str: ...
    @property
    def role_name(self) -> str: ...
    @property
    def role_ref(self) -> interfaces_iam.RoleReference: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsSecret(Construct):
    def add_rotation_schedule(
        self,
        id: str,
        *,
        automatically_after: cdk.Duration | None = None,
        hosted_rotation: secretsmanager.HostedRotation | None = None,
        rotate_immediately_on_update: bool | None = None,
        rotation_lambda: lambda_.IFunction | None = None,
    ) -> secretsmanager.RotationSchedule: ...
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    def attach(self, target: secretsmanager.ISecretAttachmentTarget) -> secretsmanager.ISecret: ...
    def cfn_dynamic_reference_key(
        self,
        *,
        json_field: str | None = None,
        version_id: str | None = None,
        version_stage: str | None = None,
    ) -> str: ...
    def deny_account_root_delete(self) -> None: ...
    @property
    def encryption_key(self) -> kms.IKey | None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant_read(self, grantee: iam.IGrantable, version_stages: Sequence[str] | None = None) -> iam.Grant: ...
    def grant_write(self, grantee: iam.IGrantable) -> iam.Grant: ...
    @property
    def secret_arn(self) -> str: ...
    @property
    def secret_full_arn(self) -> str | None: ...
    @property
    def secret_name(self) -> str: ...
    @property
    def secret_ref(self) -> interfaces_secretsmanager.SecretReference: ...
    @property
    def secret_value(self) -> cdk.SecretValue: ...
    def secret_value_from_json(self, key: str) -> cdk.SecretValue: ...
    @property
    def stack(self) -> cdk.Stack: ...

class IsSecurityGroup(Construct):
    def add_egress_rule(
        self,
        peer: ec2.IPeer,
        connection: ec2.Port,
        description: str | None = None,
        remote_rule: bool | None = None,
    ) -> None: ...
    def add_ingress_rule(
        self,
        peer: ec2.IPeer,
        connection: ec2.Port,
        description: str | None = None,
        remote_rule: bool | None = None,
    ) -> None: ...
    @property
    def allow_all_outbound(self) -> bool: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def can_inline_rule(self) -> bool: ...
    @property
    def connections(self) -> ec2.Connections: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def security_group_id(self) -> str: ...
    @property
    def security_group_ref(self) -> interfaces_ec2.SecurityGroupReference: ...
    @property
    def stack(self) -> cdk.Stack: ...
    def to_egress_rule_config(self) -> ec2.EgressRuleConfig: ...
    def to_ingress_rule_config(self) -> ec2.IngressRuleConfig: ...
    @property
    def unique_id(self) -> str: ...

class IsStateMachine(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant(self, identity: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_execution(self, identity: iam.IGrantable, *actions: str) -> iam.Grant: ...
    @property
    def grant_principal(self) -> iam.IPrincipal: ...
    def grant_read(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_redrive_execution(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_start_execution(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_start_sync_execution(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_task_response(self, identity: iam.IGrantable) -> iam.Grant: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_aborted(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_failed(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_started(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_succeeded(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_throttled(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_time(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_timed_out(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def state_machine_arn(self) -> str: ...
    @property
    def state_machine_ref(self) -> interfaces_stepfunctions.StateMachineReference: ...

class IsStringParameter(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_write(self, grantee: iam.IGrantable) -> iam.Grant: ...
    @property
    def parameter_arn(self) -> str: ...
    @property
    def parameter_name(self) -> str: ...
    @property
    def parameter_ref(self) -> interfaces_ssm.ParameterReference: ...
    @property
    def parameter_type(self) -> str: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def string_value(self) -> str: ...

class IsTable(Construct):
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def encryption_key(self) -> kms.IKey | None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    def grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_full_access(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_read_data(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_read_write_data(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_stream(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant: ...
    def grant_stream_read(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_table_list_streams(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def grant_write_data(self, grantee: iam.IGrantable) -> iam.Grant: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_conditional_check_failed_requests(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_consumed_read_capacity_units(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_consumed_write_capacity_units(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_successful_request_latency(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_system_errors_for_operations(
        self,
        *,
        operations: Sequence[dynamodb.Operation] | None = None,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.IMetric: ...
    def metric_throttled_requests(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_throttled_requests_for_operations(
        self,
        *,
        operations: Sequence[dynamodb.Operation] | None = None,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.IMetric: ...
    def metric_user_errors(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def table_arn(self) -> str: ...
    @property
    def table_name(self) -> str: ...
    @property
    def table_ref(self) -> interfaces_dynamodb.TableReference: ...
    @property
    def table_stream_arn(self) -> str | None: ...

class IsTopic(Construct):
    def add_subscription(self, subscription: sns.ITopicSubscription) -> sns.Subscription: ...
    def add_to_resource_policy(self, statement: iam.PolicyStatement) -> iam.AddToResourcePolicyResult: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    def bind_as_notification_rule_target(
        self,
        scope: Construct,
    ) -> codestarnotifications.NotificationRuleTargetConfig: ...
    @property
    def content_based_deduplication(self) -> bool: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def fifo(self) -> bool: ...
    def grant_publish(self, identity: iam.IGrantable) -> iam.Grant: ...
    def grant_subscribe(self, identity: iam.IGrantable) -> iam.Grant: ...
    @property
    def master_key(self) -> kms.IKey | None: ...
    def metric(
        self,
        metric_name: str,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_messages_published(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_notifications_delivered(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_notifications_failed(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_notifications_filtered_out(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_notifications_filtered_out_invalid_attributes(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_number_of_notifications_filtered_out_no_message_attributes(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_publish_size(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_sms_month_to_date_spent_usd(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    def metric_sms_success_rate(
        self,
        *,
        account: str | None = None,
        color: str | None = None,
        dimensions_map: Mapping[str, str] | None = None,
        id: str | None = None,
        label: str | None = None,
        period: cdk.Duration | None = None,
        region: str | None = None,
        stack_account: str | None = None,
        stack_region: str | None = None,
        statistic: str | None = None,
        unit: cloudwatch.Unit | None = None,
        visible: bool | None = None,
    ) -> cloudwatch.Metric: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def topic_arn(self) -> str: ...
    @property
    def topic_name(self) -> str: ...
    @property
    def topic_ref(self) -> interfaces_sns.TopicReference: ...

class IsVpc(Construct):
    def add_client_vpn_endpoint(
        self,
        id: str,
        *,
        cidr: str,
        server_certificate_arn: str,
        authorize_all_users_to_vpc_cidr: bool | None = None,
        client_certificate_arn: str | None = None,
        client_connection_handler: ec2.IClientVpnConnectionHandler | None = None,
        client_login_banner: str | None = None,
        client_route_enforcement_options: ec2.ClientRouteEnforcementOptions | dict[str, Any] | None = None,
        description: str | None = None,
        disconnect_on_session_timeout: bool | None = None,
        dns_servers: Sequence[str] | None = None,
        logging: bool | None = None,
        log_group: interfaces_logs.ILogGroupRef | None = None,
        log_stream: interfaces_logs.ILogStreamRef | None = None,
        port: ec2.VpnPort | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        self_service_portal: bool | None = None,
        session_timeout: ec2.ClientVpnSessionTimeout | None = None,
        split_tunnel: bool | None = None,
        transport_protocol: ec2.TransportProtocol | None = None,
        user_based_authentication: ec2.ClientVpnUserBasedAuthentication | None = None,
        vpc_subnets: ec2.SubnetSelection | dict[str, Any] | None = None,
    ) -> ec2.ClientVpnEndpoint: ...
    def add_flow_log(
        self,
        id: str,
        *,
        destination: ec2.FlowLogDestination | None = None,
        log_format: Sequence[ec2.LogFormat] | None = None,
        max_aggregation_interval: ec2.FlowLogMaxAggregationInterval | None = None,
        traffic_type: ec2.FlowLogTrafficType | None = None,
    ) -> ec2.FlowLog: ...
    def add_gateway_endpoint(
        self,
        id: str,
        *,
        service: ec2.IGatewayVpcEndpointService,
        dns_record_ip_type: ec2.VpcEndpointDnsRecordIpType | None = None,
        ip_address_type: ec2.VpcEndpointIpAddressType | None = None,
        subnets: Sequence[ec2.SubnetSelection | dict[str, Any]] | None = None,
    ) -> ec2.GatewayVpcEndpoint: ...
    def add_interface_endpoint(
        self,
        id: str,
        *,
        service: ec2.IInterfaceVpcEndpointService,
        dns_record_ip_type: ec2.VpcEndpointDnsRecordIpType | None = None,
        ip_address_type: ec2.VpcEndpointIpAddressType | None = None,
        lookup_supported_azs: bool | None = None,
        open: bool | None = None,
        private_dns_enabled: bool | None = None,
        private_dns_only_for_inbound_resolver_endpoint: ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        service_region: str | None = None,
        subnets: ec2.SubnetSelection | dict[str, Any] | None = None,
    ) -> ec2.InterfaceVpcEndpoint: ...
    def add_vpn_connection(
        self,
        id: str,
        *,
        ip: str,
        asn: int | float | None = None,
        static_routes: Sequence[str] | None = None,
        tunnel_options: Sequence[ec2.VpnTunnelOption | dict[str, Any]] | None = None,
    ) -> ec2.VpnConnection: ...
    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None: ...
    @property
    def availability_zones(self) -> list[str]: ...
    def enable_vpn_gateway(
        self,
        *,
        vpn_route_propagation: Sequence[ec2.SubnetSelection | dict[str, Any]] | None = None,
        type: str,
        amazon_side_asn: int | float | None = None,
    ) -> None: ...
    @property
    def env(self) -> interfaces.ResourceEnvironment: ...
    @property
    def internet_connectivity_established(self) -> IDependable: ...
    @property
    def isolated_subnets(self) -> list[ec2.ISubnet]: ...
    @property
    def private_subnets(self) -> list[ec2.ISubnet]: ...
    @property
    def public_subnets(self) -> list[ec2.ISubnet]: ...
    def select_subnets(
        self,
        *,
        availability_zones: Sequence[str] | None = None,
        one_per_az: bool | None = None,
        subnet_filters: Sequence[ec2.SubnetFilter] | None = None,
        subnet_group_name: str | None = None,
        subnets: Sequence[ec2.ISubnet] | None = None,
        subnet_type: ec2.SubnetType | None = None,
    ) -> ec2.SelectedSubnets: ...
    @property
    def stack(self) -> cdk.Stack: ...
    @property
    def vpc_arn(self) -> str: ...
    @property
    def vpc_cidr_block(self) -> str: ...
    @property
    def vpc_id(self) -> str: ...
    @property
    def vpc_ref(self) -> interfaces_ec2.VPCReference: ...
    @property
    def vpn_gateway_id(self) -> str | None: ...
