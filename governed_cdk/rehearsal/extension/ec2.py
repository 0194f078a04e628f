"""EC2: addresses, NAT gateways, flow logs, and security group rules that stand by themselves."""

from __future__ import annotations

from typing import Any

from governed_cdk.rehearsal.extension.api import client, new_id, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _tagged(kind: str, properties: Properties) -> dict[str, Any]:
    """The tags as the argument that EC2's calls take them by."""
    tags = properties.get("Tags")
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


def _tag(resource: str, properties: Properties) -> None:
    client("ec2").create_tags(Resources=[resource], Tags=properties.get("Tags") or [])


def _but_tags(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if key != "Tags"}


def _create_address(properties: Properties, _name: str) -> Made:
    made = client("ec2").allocate_address(Domain=properties.get("Domain", "vpc"), **_tagged("elastic-ip", properties))
    return made["PublicIp"], {"AllocationId": made["AllocationId"], "PublicIp": made["PublicIp"]}


def _update_address(public_ip: str, _old: Properties, new: Properties) -> Made:
    """The tags; nothing else of an address can be changed without replacing it."""
    (address,) = client("ec2").describe_addresses(PublicIps=[public_ip])["Addresses"]
    _tag(address["AllocationId"], new)
    return public_ip, {"AllocationId": address["AllocationId"], "PublicIp": public_ip}


def _delete_address(public_ip: str, _properties: Properties) -> None:
    for address in client("ec2").describe_addresses()["Addresses"]:
        if address["PublicIp"] == public_ip:
            client("ec2").release_address(AllocationId=address["AllocationId"])


def _create_nat_gateway(properties: Properties, _name: str) -> Made:
    wanted = arguments("ec2", "CreateNatGateway", properties)
    made = client("ec2").create_nat_gateway(**wanted, **_tagged("natgateway", properties))
    gateway = made["NatGateway"]["NatGatewayId"]
    return gateway, {"NatGatewayId": gateway}


def _update_nat_gateway(gateway: str, old: Properties, new: Properties) -> Made:
    if _but_tags(old) != _but_tags(new):
        _delete_nat_gateway(gateway, old)
        return _create_nat_gateway(new, gateway)
    _tag(gateway, new)
    return gateway, {"NatGatewayId": gateway}


def _delete_nat_gateway(gateway: str, _properties: Properties) -> None:
    unless_gone(client("ec2").delete_nat_gateway, NatGatewayId=gateway)


def _create_flow_log(properties: Properties, _name: str) -> Made:
    wanted = arguments("ec2", "CreateFlowLogs", properties, ResourceIds=[properties["ResourceId"]])
    made = client("ec2").create_flow_logs(**wanted, **_tagged("vpc-flow-log", properties))
    if made.get("Unsuccessful"):
        raise ValueError(str(made["Unsuccessful"]))
    return made["FlowLogIds"][0], {"Id": made["FlowLogIds"][0]}


def _update_flow_log(flow_log: str, old: Properties, new: Properties) -> Made:
    if _but_tags(old) != _but_tags(new):
        _delete_flow_log(flow_log, old)
        return _create_flow_log(new, flow_log)
    _tag(flow_log, new)
    return flow_log, {"Id": flow_log}


def _delete_flow_log(flow_log: str, _properties: Properties) -> None:
    unless_gone(client("ec2").delete_flow_logs, FlowLogIds=[flow_log])


def _permission(properties: Properties) -> dict[str, Any]:
    """A rule as AuthorizeSecurityGroupIngress and -Egress take it."""
    text = {"Description": properties["Description"]} if properties.get("Description") else {}
    ports = {key: int(properties[key]) for key in ("FromPort", "ToPort") if key in properties}
    permission: dict[str, Any] = {"IpProtocol": str(properties["IpProtocol"]), **ports}
    if properties.get("CidrIp"):
        permission["IpRanges"] = [{"CidrIp": properties["CidrIp"], **text}]
    if properties.get("CidrIpv6"):
        permission["Ipv6Ranges"] = [{"CidrIpv6": properties["CidrIpv6"], **text}]
    for key in ("SourcePrefixListId", "DestinationPrefixListId"):
        if properties.get(key):
            permission["PrefixListIds"] = [{"PrefixListId": properties[key], **text}]
    for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        if properties.get(key):
            permission["UserIdGroupPairs"] = [{"GroupId": properties[key], **text}]
    return permission


def _rule(side: str) -> Handler:
    def create(properties: Properties, _name: str) -> Made:
        authorize = getattr(client("ec2"), f"authorize_security_group_{side}")
        authorize(GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])
        if side == "egress":
            _lose_implicit_rule(properties["GroupId"])
        rule = new_id("sgr-")
        return rule, {"Id": rule}

    def delete(_rule_id: str, properties: Properties) -> None:
        revoke = getattr(client("ec2"), f"revoke_security_group_{side}")
        unless_gone(revoke, GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])

    return Handler(f"AWS::EC2::SecurityGroup{side.title()}", create, delete)


def _lose_implicit_rule(group: str) -> None:
    """Any rule outwards ends the one that EC2 gives to a group without one (https://github.com/aws/aws-cdk/issues/987)."""
    answer = client("ec2").describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    if any(rule["IsEgress"] and _is_implicit(rule) for rule in answer["SecurityGroupRules"]):
        everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        client("ec2").revoke_security_group_egress(GroupId=group, IpPermissions=[everything])


def _is_implicit(rule: dict[str, Any]) -> bool:
    """Whether nobody wrote it: what CDK writes has a description."""
    return rule["IpProtocol"] == "-1" and rule.get("CidrIpv4") == "0.0.0.0/0" and not rule.get("Description")


def _empty_default_group(properties: Properties, _name: str) -> Made:
    """What CDK's function behind Custom::VpcRestrictDefaultSG does; it is JavaScript, on an SDK that Lambda brings."""
    group = properties["DefaultSecurityGroupId"]
    found = client("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
    for side, key in (("ingress", "IpPermissions"), ("egress", "IpPermissionsEgress")):
        if found.get(key):
            getattr(client("ec2"), f"revoke_security_group_{side}")(GroupId=group, IpPermissions=found[key])
    return f"{group}-restricted", {}


HANDLERS = [
    Handler("AWS::EC2::EIP", _create_address, _delete_address, _update_address),
    Handler("AWS::EC2::NatGateway", _create_nat_gateway, _delete_nat_gateway, _update_nat_gateway),
    Handler("AWS::EC2::FlowLog", _create_flow_log, _delete_flow_log, _update_flow_log),
    _rule("ingress"),
    _rule("egress"),
    Handler("Custom::VpcRestrictDefaultSG", _empty_default_group, lambda _id, _properties: None),
]
