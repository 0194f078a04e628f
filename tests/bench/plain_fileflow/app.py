"""FileFlow without the library: one stack of prod in the VPC that is there, and its copy of the uploads."""

import aws_cdk as cdk
from constructs import Construct

from tests.bench.plain_fileflow.data import Data, DisasterRecovery
from tests.bench.plain_fileflow.edge import Edge
from tests.bench.plain_fileflow.platform import Platform
from tests.bench.plain_fileflow.services import Services
from tests.bench.plain_fileflow.watch import watch

ACCOUNT, HOME, DR = "111122223333", "ap-northeast-2", "ap-northeast-1"


class FileFlow(cdk.Stack):
    """Everything in the home region."""

    def __init__(self, scope: Construct) -> None:
        super().__init__(scope, "prod-fileflow", env=cdk.Environment(account=ACCOUNT, region=HOME))
        platform = Platform(self, "Platform")
        data = Data(self, "Data", platform=platform, copy_bucket=f"prod-fileflow-uploads-{DR}-{ACCOUNT}")
        services = Services(self, "Services", platform=platform, data=data)
        edge = Edge(self, "Edge", platform=platform, api=services.api)
        watch(self, data=data, services=services, edge=edge)


app = cdk.App()
DisasterRecovery(app, "prod-fileflow-dr", env=cdk.Environment(account=ACCOUNT, region=DR))
FileFlow(app)
app.synth()
