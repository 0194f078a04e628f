#!/usr/bin/env python3
"""Files: an API behind a load balancer, a bucket for the files, a queue for the work on them."""

from constructs_lib import start

start()  # before aws_cdk is imported: errors in one line, the environment checked

import aws_cdk as cdk
from constructs import Construct

from aspects import govern
from constructs_lib import (
    Container,
    Environment,
    GovernedBucket,
    GovernedContainerService,
    GovernedLoadBalancer,
    GovernedQueue,
    GovernedRepository,
    PlatformStack,
    Scaling,
    StackSettings,
    contract,
)


class Settings(StackSettings):
    """Settings of FileFlow."""

    image: str
    """Tag of the image that runs."""


class FileFlow(PlatformStack[Settings]):
    """The API and what it keeps its data in."""

    slug = "fileflow"
    reads = (
        *contract.WEB_SERVICE,
        contract.NETWORK_VPC_CIDR,
        contract.KMS_S3_DATA_KEY_ARN,
        contract.KMS_MESSAGING_KEY_ARN,
    )

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        vpc = self.read(contract.NETWORK_VPC_ID)
        files = GovernedBucket(self, "Files", kind="files")
        jobs = GovernedQueue(self, "Jobs", kind="jobs")
        image = GovernedRepository(self, "Repository").repository
        variables = {"FILES_BUCKET": files.name, "JOBS_QUEUE_URL": jobs.queue.queue_url}
        api = Container(repository=image, image=self.settings.image, port=8080, environment=variables)
        service = GovernedContainerService(self, "Service", vpc=vpc, container=api, scaling=Scaling(minimum=2))
        files.grant_read_write(service.role)
        jobs.grant_send(service.role)
        certificate = self.read(contract.ACM_CERTIFICATE_ARN)
        GovernedLoadBalancer(self, "LoadBalancer", vpc=vpc, certificate=certificate, service=service)


app = cdk.App()
environment = Environment.from_context(app)
FileFlow(app, environment)
govern(app, environment)
app.synth()
