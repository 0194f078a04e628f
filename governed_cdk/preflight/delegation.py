"""Whether the zone that a new certificate is proven in is delegated: ACM asks for its record from outside.

Without, ACM waits for 72 hours and gives up, and CloudFormation waits along (AWS Certificate Manager User Guide, "DNS
validation"). The servers of the parent zone are asked, as ACM's own resolver does, and not what the network here says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.template import Lookup
from governed_cdk.preflight.additions import Said
from governed_cdk.preflight.name_servers import name_servers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dns.resolver import Resolver

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account
    from governed_cdk.preflight.additions import Addition

_CERTIFICATE = "AWS::CertificateManager::Certificate"
_ONLY_AWS = "only DNS says it, which is asked beside AWS itself"


def asked(stacks: Iterable[Template], added: Sequence[Addition], account: Account, dns: Resolver | None = None) -> Said:
    """Ask DNS for each zone that a new certificate is validated in; `dns` is the machine's own resolver if absent.

    A zone that is not there yet comes with an earlier stack of the same deploy, which asks again after it.
    """
    said = Said()
    new = {(one.stack, one.logical_id) for one in added if one.type == _CERTIFICATE}
    for stack in stacks:
        for zone in dict.fromkeys(_zones(stack, new, account)):
            _delegated(stack, zone, account=account, said=said, dns=dns)
    return said


def _zones(stack: Template, new: set[tuple[str, str]], account: Account) -> Iterator[str]:
    """The ids of the zones, as far as they are known: literally, or by what another stack has published."""
    for one in stack.of_type(_CERTIFICATE):
        if (stack.stack_name, one.logical_id) in new:
            for value in one.values("DomainValidationOptions", "*", "HostedZoneId"):
                if isinstance(value, Lookup):
                    region = stack.region or account.region
                    answer, _ = account.ask("ssm", region, "get_parameter", Name=value.name)
                    yield from filter(None, [answer.get("Parameter", {}).get("Value")])
                elif isinstance(value, str):
                    yield value


def _delegated(stack: Template, zone: str, *, account: Account, said: Said, dns: Resolver | None) -> None:
    region = stack.region or account.region
    answer, code = account.ask("route53", region, "get_hosted_zone", Id=zone)
    name = str(answer.get("HostedZone", {}).get("Name", "")).rstrip(".")
    wanted = sorted(answer.get("DelegationSet", {}).get("NameServers", ()))
    if not name or not wanted:  # no such zone, or a private one, which nobody delegates
        if code:
            said.unknown.append(f"{stack.stack_name}: whether zone {zone} is delegated: {code}")
        return
    is_aws = account.is_aws(region)
    found = name_servers(name, dns) if is_aws else None
    if found is None:
        why = "no DNS server answers" if is_aws else _ONLY_AWS
        said.unknown.append(f"{stack.stack_name}: whether {name} is delegated: {why}")
    elif not found & set(wanted):
        named = f"names {', '.join(sorted(found))}" if found else "names no server of it"
        said.findings.append(
            f"{stack.stack_name} proves a certificate in {name}: its parent zone {named}; enter {', '.join(wanted)} "
            "at the registrar, or as its NS record in the parent zone"
        )
