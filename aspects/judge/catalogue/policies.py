"""Where CloudFormation types take IAM policy documents, reviewed by hand: the schemas do not mark them.

A test holds these tables against the schemas inside cfn-lint: a property that looks like a policy stands here, or among
those that were looked at and are none. Types that the schemas no longer have, or not yet, stay: templates have them.
"""

from __future__ import annotations

RESOURCE_POLICIES: dict[str, tuple[str, ...]] = {
    "AWS::AIOps::InvestigationGroup": ("InvestigationGroupPolicy",),
    "AWS::APS::ResourcePolicy": ("PolicyDocument",),
    "AWS::ApiGateway::DomainNameV2": ("Policy",),
    "AWS::ApiGateway::RestApi": ("Policy",),
    "AWS::Backup::BackupVault": ("AccessPolicy",),
    "AWS::Backup::LogicallyAirGappedBackupVault": ("AccessPolicy",),
    "AWS::Bedrock::KnowledgeBasePolicy": ("PolicyDocument",),
    "AWS::Bedrock::ResourcePolicy": ("PolicyDocument",),
    "AWS::BedrockAgentCore::ResourcePolicy": ("Policy",),
    "AWS::CloudTrail::ResourcePolicy": ("ResourcePolicy",),
    "AWS::CodeArtifact::Domain": ("PermissionsPolicyDocument",),
    "AWS::CodeArtifact::Repository": ("PermissionsPolicyDocument",),
    "AWS::Comprehend::DocumentClassifier": ("ModelPolicy",),
    "AWS::Comprehend::EntityRecognizer": ("ModelPolicy",),
    "AWS::DSQL::Cluster": ("PolicyDocument",),
    "AWS::DynamoDB::GlobalTable": (
        "Replicas.*.ResourcePolicy.PolicyDocument",
        "Replicas.*.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument",
    ),
    "AWS::DynamoDB::Table": ("ResourcePolicy.PolicyDocument", "StreamSpecification.ResourcePolicy.PolicyDocument"),
    "AWS::ECR::PublicRepository": ("RepositoryPolicyText",),
    "AWS::ECR::RegistryPolicy": ("PolicyText",),
    "AWS::ECR::Repository": ("RepositoryPolicyText",),
    "AWS::ECR::RepositoryCreationTemplate": ("RepositoryPolicy",),
    "AWS::EFS::FileSystem": ("FileSystemPolicy",),
    "AWS::Elasticsearch::Domain": ("AccessPolicies",),
    "AWS::EventSchemas::RegistryPolicy": ("Policy",),
    "AWS::Events::EventBus": ("Policy",),
    "AWS::EventsV2::ResourcePolicy": ("PolicyDocument",),
    "AWS::FSx::S3AccessPointAttachment": ("S3AccessPoint.Policy",),
    "AWS::KMS::Key": ("KeyPolicy",),
    "AWS::KMS::ReplicaKey": ("KeyPolicy",),
    "AWS::Kinesis::ResourcePolicy": ("ResourcePolicy",),
    "AWS::Lambda::ResourcePolicy": ("PolicyDocument",),
    "AWS::Lex::ResourcePolicy": ("Policy",),
    "AWS::Logs::DeliveryDestination": ("DeliveryDestinationPolicy.DeliveryDestinationPolicy",),
    "AWS::Logs::Destination": ("DestinationPolicy",),
    "AWS::Logs::LogGroup": ("ResourcePolicyDocument",),
    "AWS::Logs::ResourcePolicy": ("PolicyDocument",),
    "AWS::MSK::ClusterPolicy": ("Policy",),
    "AWS::MediaPackage::PackagingGroup": ("Policy",),
    "AWS::MediaPackageV2::ChannelPolicy": ("Policy",),
    "AWS::MediaPackageV2::OriginEndpointPolicy": ("Policy",),
    "AWS::MediaStore::Container": ("Policy",),
    "AWS::MediaTailor::ChannelPolicy": ("Policy",),
    "AWS::OSIS::Pipeline": ("ResourcePolicy.Policy",),
    "AWS::Oam::Sink": ("Policy",),
    "AWS::Omics::SequenceStore": ("S3AccessPolicy",),
    "AWS::OpenSearchService::Domain": ("AccessPolicies",),
    "AWS::PaymentCryptography::Key": ("Policy",),
    "AWS::RUM::AppMonitor": ("ResourcePolicy.PolicyDocument",),
    "AWS::Redshift::Cluster": ("NamespaceResourcePolicy",),
    "AWS::RedshiftServerless::Namespace": ("NamespaceResourcePolicy",),
    "AWS::S3::AccessPoint": ("Policy",),
    "AWS::S3::BucketPolicy": ("PolicyDocument",),
    "AWS::S3::MultiRegionAccessPointPolicy": ("Policy",),
    "AWS::S3Express::AccessPoint": ("Policy",),
    "AWS::S3Express::BucketPolicy": ("PolicyDocument",),
    "AWS::S3Files::FileSystemPolicy": ("Policy",),
    "AWS::S3ObjectLambda::AccessPointPolicy": ("PolicyDocument",),
    "AWS::S3Outposts::AccessPoint": ("Policy",),
    "AWS::S3Outposts::BucketPolicy": ("PolicyDocument",),
    "AWS::S3Tables::TableBucketPolicy": ("ResourcePolicy",),
    "AWS::S3Tables::TablePolicy": ("ResourcePolicy",),
    "AWS::S3Vectors::VectorBucketPolicy": ("Policy",),
    "AWS::SMSVOICE::ResourcePolicy": ("PolicyDocument",),
    "AWS::SNS::TopicInlinePolicy": ("PolicyDocument",),
    "AWS::SNS::TopicPolicy": ("PolicyDocument",),
    "AWS::SQS::QueueInlinePolicy": ("PolicyDocument",),
    "AWS::SQS::QueuePolicy": ("PolicyDocument",),
    "AWS::SSM::ResourcePolicy": ("Policy",),
    "AWS::SageMaker::ModelPackageGroup": ("ModelPackageGroupPolicy",),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy",),
    "AWS::Serverless::Api": ("Policy",),
    "AWS::VpcLattice::AuthPolicy": ("Policy",),
    "AWS::VpcLattice::ResourcePolicy": ("Policy",),
    "AWS::XRay::ResourcePolicy": ("PolicyDocument",),
}
"""Types whose property says who may use the resource."""

IDENTITY_POLICIES: dict[str, tuple[str, ...]] = {
    "AWS::EKS::PodIdentityAssociation": ("Policy",),
    "AWS::IAM::Group": ("Policies.*.PolicyDocument",),
    "AWS::IAM::GroupPolicy": ("PolicyDocument",),
    "AWS::IAM::ManagedPolicy": ("PolicyDocument",),
    "AWS::IAM::Policy": ("PolicyDocument",),
    "AWS::IAM::Role": ("Policies.*.PolicyDocument",),
    "AWS::IAM::RolePolicy": ("PolicyDocument",),
    "AWS::IAM::User": ("Policies.*.PolicyDocument",),
    "AWS::IAM::UserPolicy": ("PolicyDocument",),
    "AWS::IoT::Policy": ("PolicyDocument",),
    "AWS::RolesAnywhere::Profile": ("SessionPolicy",),
    "AWS::SSO::PermissionSet": ("InlinePolicy",),
    "AWS::Transfer::User": ("Policy",),
}
"""Types whose property says what somebody may do."""

TRUST_POLICIES: dict[str, tuple[str, ...]] = {
    "AWS::IAM::Role": ("AssumeRolePolicyDocument",),
    "AWS::Serverless::Function": ("AssumeRolePolicyDocument",),
}
"""Types whose property says who may take on a role."""

MANAGED_POLICIES: dict[str, tuple[str, ...]] = {
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": ("GuardrailPolicies.*",),
    "AWS::Chatbot::SlackChannelConfiguration": ("GuardrailPolicies.*",),
    "AWS::IAM::Group": ("ManagedPolicyArns.*",),
    "AWS::IAM::Role": ("ManagedPolicyArns.*",),
    "AWS::IAM::User": ("ManagedPolicyArns.*",),
    "AWS::RolesAnywhere::Profile": ("ManagedPolicyArns.*",),
    "AWS::SSO::PermissionSet": ("ManagedPolicies.*",),
}
"""Types whose property grants managed policies by ARN. A permissions boundary grants nothing, and is not among them."""

SERVERLESS_POLICIES = frozenset({"AWS::Serverless::Function", "AWS::Serverless::StateMachine"})
"""Types of SAM whose `Policies` takes both: names of managed policies, and policy documents."""

ENDPOINT_POLICIES: dict[str, tuple[str, ...]] = {
    "AWS::EC2::VPCEndpoint": ("PolicyDocument",),
    "AWS::ODB::OdbNetwork": ("KmsPolicyDocument", "S3PolicyDocument", "StsPolicyDocument"),
}
"""Types whose property limits what passes through an endpoint. It grants nothing: both sides' own policies do."""
