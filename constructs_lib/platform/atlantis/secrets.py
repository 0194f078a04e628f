"""AtlantisSecrets: what Atlantis signs in with. Two are filled in by hand, once; none passes through a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager

_USER = "atlantis"


class AtlantisSecrets(Construct):
    """Three secrets below `/<org>/<service>/<env>/`.

    `github-app` holds `app_id`, `installation_id` and `private_key`, made with zeros and a generated text, for GitHub
    alone knows them; docker/atlantis/README.md says how they are filled in. `webhook` holds `webhook_secret`, generated
    here and copied to the GitHub App. `web` holds `username` and `password` of the web page, generated.
    """

    def __init__(self, scope: Construct, id: str) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        app = self._secret(
            "GitHubApp",
            name="github-app",
            description="GitHub App of Atlantis; filled in by hand",
            template={"app_id": "0", "installation_id": "0"},
            generate_key="private_key",
            why="GitHub makes the App's private key: a person fetches it there (docker/atlantis/README.md)",
        )
        hook = self._secret(
            "Webhook",
            name="webhook",
            description="Signs GitHub's hooks",
            template={},
            generate_key="webhook_secret",
            why="GitHub holds the same secret: a person copies a new one there (docker/atlantis/README.md)",
        )
        web = self._secret(
            "Web",
            name="web",
            description="Opens the web page of Atlantis",
            template={"username": _USER},
            generate_key="password",
            why="The running server reads it when it starts: no function can hand it a new one",
        )
        self.variables: dict[str, tuple[secretsmanager.ISecret, str]] = {
            "ATLANTIS_GH_APP_ID": (app, "app_id"),
            "ATLANTIS_GH_APP_INSTALLATION_ID": (app, "installation_id"),
            "ATLANTIS_GH_APP_KEY": (app, "private_key"),
            "ATLANTIS_GH_WEBHOOK_SECRET": (hook, "webhook_secret"),
            "ATLANTIS_WEB_USERNAME": (web, "username"),
            "ATLANTIS_WEB_PASSWORD": (web, "password"),
        }

    def _secret(
        self, construct_id: str, *, name: str, description: str, template: dict[str, str], generate_key: str, why: str
    ) -> secretsmanager.ISecret:
        secret = GovernedSecret(
            self, construct_id, name=name, description=description, template=template, generate_key=generate_key
        )
        by_design(secret, "AwsSolutions::AwsSolutions-SMG4", reason=why)
        return secret.secret
