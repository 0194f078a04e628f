"""Fileflow: an API behind a load balancer, a bucket for the files, a queue for the work on them."""

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
    GovernedImagePushRole,
    GovernedLoadBalancer,
    GovernedQueue,
    GovernedRepository,
    PlatformStack,
    StackSettings,
    contract,
)


class Settings(StackSettings):
    """Settings of Fileflow."""

    image: str
    """Digest or tag of the image that runs."""
    tasks: int = 2
    """How many tasks run. 0 for the first deployment: it makes the repository that the image is pushed to."""
    github_ids: tuple[int, int] | None = None
    """Numbers of the owner and the repository at GitHub, which it tells whoever gives its runs a role."""


class Fileflow(PlatformStack[Settings]):
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
        image = GovernedRepository(self, "Repository", tag_prefixes=["fileflow-"]).repository
        github_ids = self.settings.github_ids
        GovernedImagePushRole(self, "Push", image=image, github_repository="fileflow", github_ids=github_ids)
        variables = {"FILES_BUCKET": files.name, "JOBS_QUEUE_URL": jobs.queue.queue_url}
        api = Container(repository=image, image=self.settings.image, port=8080, environment=variables)
        service = GovernedContainerService(self, "Service", vpc=vpc, container=api, tasks=self.settings.tasks)
        files.grant_read_write(service)
        jobs.grant_send(service)
        certificate = self.read(contract.ACM_CERTIFICATE_ARN)
        GovernedLoadBalancer(self, "LoadBalancer", vpc=vpc, certificate=certificate, service=service)


app = cdk.App()
environment = Environment.from_context(app)
# Every role has the boundary of the bootstrap that services deploy by, or is refused.
app.node.set_context("@aws-cdk/core:permissionsBoundary", {"name": f"{environment.name}-bootstrap-service-boundary"})
Fileflow(app, environment)
govern(app, environment)
app.synth()
