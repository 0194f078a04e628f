"""What AWS would refuse, or nobody can mean, is refused at the setting of the stack, before anything is synthesised."""
# ruff: noqa: E501 - a row of the tables below is one case

from __future__ import annotations

import pytest
import yaml

import stacks  # noqa: F401 - makes the sections of every stack known
from constructs_lib import ConfigurationError, Environment
from constructs_lib.kernel.yaml_file import read_yaml
from tests.support import ROOT, sections

BASE = read_yaml(ROOT / "environments/prod.yaml")
KEY = "01234567-0123-0123-0123-0123456789ab"
MULTI_REGION_KEY = "mrk-0123456789abcdef0123456789abcdef"

# Section of a stack, as YAML, and the key that the one line names.
REFUSED = f"""
network: {{cidr: 127.0.0.0/16, public_cidrs: [127.0.0.0/20, 127.0.16.0/20], private_cidrs: [127.0.32.0/19, 127.0.64.0/19]}} | cidr
network: {{cidr: 127.0.0.0/16, allow_public_range: true}} | cidr
network: {{cidr: 0.0.0.0/16}} | cidr
network: {{cidr: 169.254.0.0/16}} | cidr
network: {{cidr: 224.0.0.0/16}} | cidr
network: {{cidr: 250.0.0.0/16}} | cidr
network: {{cidr: 8.8.0.0/16}} | cidr
network: {{cidr: 172.32.0.0/16}} | cidr
network: {{cidr: 100.128.0.0/16}} | cidr
network: {{public_cidrs: [10.0.0.0/20]}} | public_cidrs
network: {{public_cidrs: []}} | public_cidrs
network: {{private_cidrs: [10.0.32.0/19, 10.0.64.0/19, 10.0.96.0/19]}} | private_cidrs
network: {{public_cidrs: [10.0.0.0/20, 10.0.16.0/28]}} | public_cidrs
network: {{private_cidrs: [10.0.32.0/28, 10.0.64.0/19]}} | private_cidrs
network: {{interface_endpoints: [logs, logs]}} | interface_endpoints
network: {{gateway_endpoints: [s3, dynamodb, s3]}} | gateway_endpoints
network: {{transit_gateway: {{asn: 65535}}}} | transit_gateway.asn
network: {{transit_gateway: {{asn: 4200000000.0}}}} | transit_gateway.asn
network: {{transit_gateway: {{routes: [10.9.0.0/16, 10.9.0.0/16]}}}} | transit_gateway.routes
network: {{transit_gateway: {{routes: [169.254.0.0/16]}}}} | transit_gateway.routes
atlantis: {{cpu: 0}} | cpu
atlantis: {{cpu: -1}} | cpu
atlantis: {{cpu: 300}} | cpu
atlantis: {{cpu: true}} | cpu
atlantis: {{cpu: 256}} | memory_mib
atlantis: {{memory_mib: 4097}} | memory_mib
atlantis: {{memory_mib: 131072}} | memory_mib
atlantis: {{terraform_repositories: [a, A]}} | terraform_repositories
atlantis: {{terraform_repositories: [..]}} | terraform_repositories.0
atlantis: {{terraform_repositories: [x.git]}} | terraform_repositories.0
atlantis: {{cdk_repositories: ['-']}} | cdk_repositories.0
atlantis: {{cdk_repositories: ['.']}} | cdk_repositories.0
atlantis: {{allowed_networks: [198.51.100.0/24, 198.51.100.0/24]}} | allowed_networks
atlantis: {{terraform_role_arns: ['arn:aws:iam::999988887777:role/t']}} | terraform_role_arns
atlantis: {{terraform_role_arns: ['arn:aws:iam::111122223333:role//..//t']}} | terraform_role_arns.0
atlantis: {{terraform_role_arns: ['arn:aws:iam::000000000000:role/t']}} | terraform_role_arns.0
bootstrap: {{repositories: [{{name: a}}, {{name: A}}]}} | repositories
bootstrap: {{repositories: [{{name: '..'}}]}} | repositories.0.name
bootstrap: {{repositories: [{{name: a, branch: refs/heads/main}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, branch: '..'}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, branch: -x}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, branch: HEAD}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, branch: a//b}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, branch: a.lock}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, branch: a/}}]}} | repositories.0.branch
bootstrap: {{repositories: [{{name: a, environment: '..'}}]}} | repositories.0.environment
bootstrap: {{repositories: [{{name: a, owner_id: 1, repository_id: 99999999999999999}}]}} | repositories.0.repository_id
bootstrap: {{accounts: {{prod: '999988887777'}}}} | accounts.prod
bootstrap: {{accounts: {{dev: '000000000000'}}}} | accounts.dev
bootstrap: {{deploy_regions: [us-east-1, us-east-1]}} | deploy_regions
bootstrap: {{state_noncurrent_days: 2147483648}} | state_noncurrent_days
rds: {{database: {{engine_version: 8.0.1}}}} | database.engine_version
rds: {{database: {{engine_version: 8.0.99}}}} | database.engine_version
rds: {{database: {{engine_version: 8.0.28}}}} | database.engine_version
rds: {{database: {{performance_insights_days: 32}}}} | database.performance_insights_days
rds: {{database: {{parameters: {{nope: '1'}}}}}} | database.parameters.nope
rds: {{database: {{parameters: {{local_infile: abc}}}}}} | database.parameters.local_infile
rds: {{database: {{parameters: {{local_infile: 'true'}}}}}} | database.parameters.local_infile
rds: {{database: {{parameters: {{wait_timeout: ''}}}}}} | database.parameters.wait_timeout
rds: {{database: {{parameters: {{require-secure-transport: '0'}}}}}} | database.parameters.require-secure-transport
rds: {{database: {{parameters: {{init_connect: '{{{{resolve:ssm:/x}}}}'}}}}}} | database.parameters.init_connect
rds: {{database: {{database_name: select}}}} | database.database_name
rds: {{database: {{master_username: Select}}}} | database.master_username
rds: {{allowed_security_group_ids: [{", ".join(f"sg-{number:08x}" for number in range(51))}]}} | allowed_security_group_ids
rds: {{dr_copy_retention_days: 36501}} | dr_copy_retention_days
logging: {{access_log_days: 2147483648}} | access_log_days
logging: {{archive: {{expire_days: 1000000000000}}}} | archive.expire_days
logging: {{error_threshold: 99999999999}} | error_threshold
cloudtrail: {{lifecycle: {{expire_days: 36501}}}} | lifecycle.expire_days
cloudtrail: {{query_scan_limit_bytes: 9999999}} | query_scan_limit_bytes
cloudtrail: {{object_lock_days: 3000}} | object_lock_days
cloudtrail: {{lifecycle: {{infrequent_access_days: 30, glacier_days: 60, expire_days: 200}}}} | object_lock_days
cloudtrail: {{audit_roles: [a, a]}} | audit_roles
cloudtrail: {{insights: [ApiCallRateInsight, ApiCallRateInsight]}} | insights
cloudtrail: {{alert_emails: [a@x.com, A@x.com]}} | alert_emails
kms: {{admin_roles: [管理者]}} | admin_roles.0
kms: {{admin_roles: [a, a]}} | admin_roles
kms: {{multi_region: true, replicas: {{rds: 'arn:aws:kms:us-east-1:111122223333:key/{MULTI_REGION_KEY}'}}}} | replicas.rds
kms: {{multi_region: true, replicas: {{rds: 'arn:aws:kms:ap-northeast-2:999988887777:key/{MULTI_REGION_KEY}'}}}} | replicas.rds
kms: {{multi_region: true, replicas: {{rds: 'arn:aws:kms:ap-northeast-2:111122223333:key/{KEY}'}}}} | replicas.rds
monitoring: {{grafana_version: '99.99'}} | grafana_version
monitoring: {{grafana_version: '11.0'}} | grafana_version
monitoring: {{grafana_version: 10.4}} | grafana_version
monitoring: {{budget: {{actual_percent: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], forecast_percent: [1]}}}} | budget.actual_percent
monitoring: {{budget: {{actual_percent: [], forecast_percent: []}}}} | budget.actual_percent
monitoring: {{budget: {{actual_percent: [80, 80]}}}} | budget.actual_percent
monitoring: {{budget: {{forecast_percent: [100, 100]}}}} | budget.forecast_percent
monitoring: {{budget: {{monthly_usd: 99999999999}}}} | budget.monthly_usd
monitoring: {{anomaly_threshold_usd: 99999999999}} | anomaly_threshold_usd
monitoring: {{logged_query_samples: 99999999999}} | logged_query_samples
monitoring: {{metrics_retention_days: 1096}} | metrics_retention_days
monitoring: {{emails: {{critical: [a..b@x.com]}}}} | emails.critical.0
monitoring: {{emails: {{warning: [a@x.com, a@x.com]}}}} | emails.warning
monitoring: {{watched: {{service: nope}}}} | watched.service
monitoring: {{watched: {{database: nope}}}} | watched.database
acm: {{alarm_emails: [a@x.com, a@x.com]}} | alarm_emails
route53: {{alarm_emails: [.a@x.com]}} | alarm_emails.0
route53: {{caa_issuers: [letsencrypt.org]}} | caa_issuers
route53: {{caa_issuers: [amazon.com, amazon.com]}} | caa_issuers
route53: {{dnssec: true, dnssec_key_arn: 'arn:aws:kms:us-east-1:999988887777:key/{KEY}'}} | dnssec_key_arn
route53: {{dnssec: true, dnssec_key_arn: 'arn:aws:kms:ap-northeast-2:111122223333:key/{KEY}'}} | dnssec_key_arn
route53: {{health_checks: [{{name: web, path: '/<script>'}}]}} | health_checks.0.path
secrets: {{parameters: {{system: {{x: '${{AWS::AccountId}}'}}}}}} | parameters.system.x
secrets: {{secrets: [{{name: aa, description: What it opens, no_rotation_reason: a vendor, generate_key: 'a b'}}]}} | secrets.0.generate_key
secrets: {{secrets: [{{name: b-cc, service: aa, description: What it opens, no_rotation_reason: the vendor issues it}}, {{name: cc, service: aa-b, description: What it opens, no_rotation_reason: the vendor issues it}}]}} | secrets
secrets: {{secrets: [{{name: aa, description: What it opens, no_rotation_reason: the vendor issues it}}, {{name: aa, description: What it opens, no_rotation_reason: the vendor issues it}}]}} | secrets
secrets: {{parameters: {{aa-b: {{cc: x}}, aa: {{b-cc: x}}}}}} | parameters
"""

TAKEN = f"""
network: {{cidr: 8.8.0.0/16, allow_public_range: true, public_cidrs: [8.8.0.0/20, 8.8.16.0/20], private_cidrs: [8.8.32.0/19, 8.8.64.0/19]}}
network: {{cidr: 100.64.0.0/16, public_cidrs: [100.64.0.0/27, 100.64.16.0/27], private_cidrs: [100.64.32.0/19, 100.64.64.0/19]}}
network: {{cidr: 172.31.0.0/16, public_cidrs: [172.31.0.0/20, 172.31.16.0/20], private_cidrs: [172.31.32.0/19, 172.31.64.0/19]}}
network: {{transit_gateway: {{asn: 4200000000}}}}
atlantis: {{cpu: 32768, memory_mib: 61440}}
atlantis: {{terraform_role_arns: ['arn:aws:iam::111122223333:role/ci/terraform']}}
bootstrap: {{repositories: [{{name: a.b_c, platform: true, environment: prod-1}}, {{name: b, branch: release/2.0}}]}}
bootstrap: {{accounts: {{prod: '111122223333', dev: '999988887777'}}}}
rds: {{database: {{engine_version: 8.4.9, performance_insights_days: 31}}}}
rds: {{database: {{parameters: {{local_infile: '0', gtid-mode: 'ON', read_only: '{{TrueIfReplica}}', innodb_buffer_pool_size: '{{DBInstanceClassMemory*3/4}}'}}}}}}
cloudtrail: {{object_lock_days: 2557}}
kms: {{multi_region: true, replicas: {{rds: 'arn:aws:kms:ap-northeast-2:111122223333:key/{MULTI_REGION_KEY}'}}}}
monitoring: {{grafana_version: '12.4'}}
monitoring: {{budget: {{actual_percent: [], forecast_percent: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}}}
route53: {{caa_issuers: []}}
route53: {{caa_issuers: [letsencrypt.org, amazontrust.com]}}
route53: {{dnssec: true, dnssec_key_arn: 'arn:aws:kms:us-east-1:111122223333:key/{KEY}'}}
"""


def parse(text: str) -> Environment:
    return Environment.parse({**BASE, "stacks": yaml.safe_load(text)}, "prod.yaml", sections=sections())


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_it_is_refused_in_one_line_that_names_the_key(line: str) -> None:
    section, _, key = line.rpartition(" | ")
    with pytest.raises(ConfigurationError) as caught:
        parse(section)
    (mistake,) = caught.value.mistakes
    assert mistake.startswith(f"prod.yaml: stacks.{section.partition(':')[0]}.{key}: ")
    assert "; allowed: " in mistake


@pytest.mark.parametrize("section", TAKEN.strip().splitlines())
def test_what_is_near_it_and_right_is_taken(section: str) -> None:
    assert parse(section).stacks


def test_a_role_of_an_account_that_the_platform_deploys_to_is_taken() -> None:
    role = "{terraform_role_arns: ['arn:aws:iam::999988887777:role/t']}"
    assert parse(f"atlantis: {role}\nbootstrap: {{accounts: {{dev: '999988887777'}}}}").stacks
