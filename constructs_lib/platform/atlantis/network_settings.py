"""Settings of Atlantis: which networks reach it, and where."""

from __future__ import annotations

from constructs_lib.kernel.setting_kinds import Distinct
from constructs_lib.kernel.strict_model import StackSettings
from constructs_lib.kernel.values import Cidr
from constructs_lib.platform.atlantis.atlantis_config import GITHUB_HOOKS, HEALTH_CHECKERS, admitted_networks


class AdmittedNetworks(StackSettings):
    """The networks, by what they come for."""

    github_hook_networks: Distinct[Cidr] = GITHUB_HOOKS
    """Networks that GitHub sends hooks from (`hooks` of https://api.github.com/meta); they reach /events only."""
    health_checker_networks: Distinct[Cidr] = HEALTH_CHECKERS
    """Networks of Route 53's health checkers (`aws route53 get-checker-ip-ranges`); they reach /healthz only."""
    allowed_networks: Distinct[Cidr] = ()
    """Networks of the people who use the web page, behind its password; nobody when empty."""

    def networks(self) -> dict[str, str]:
        """Who may connect, and why. Raises ConfigurationError for the open internet."""
        return admitted_networks(self.github_hook_networks, self.health_checker_networks, self.allowed_networks)
