"""AWS WAF: sets of addresses, and which web ACL stands before what."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _create_set(properties: Properties, name: str) -> Made:
    wanted = arguments("wafv2", "CreateIPSet", {"Name": name, **properties})
    made = client("wafv2").create_ip_set(**wanted)["Summary"]
    return f"{made['Name']}|{made['Id']}|{wanted['Scope']}", {"Arn": made["ARN"], "Id": made["Id"]}


def _update_set(reference: str, _old: Properties, new: Properties) -> Made:
    name, set_id, scope = reference.split("|")
    found = client("wafv2").get_ip_set(Name=name, Id=set_id, Scope=scope)
    client("wafv2").update_ip_set(
        Name=name, Id=set_id, Scope=scope, Addresses=new.get("Addresses", []), LockToken=found["LockToken"]
    )
    return reference, {"Arn": found["IPSet"]["ARN"], "Id": set_id}


def _delete_set(reference: str, _properties: Properties) -> None:
    name, set_id, scope = reference.split("|")
    mine = client("wafv2").list_ip_sets(Scope=scope)["IPSets"]
    for token in (item["LockToken"] for item in mine if item["Id"] == set_id):
        unless_gone(client("wafv2").delete_ip_set, Name=name, Id=set_id, Scope=scope, LockToken=token)


def _associate(properties: Properties, _name: str) -> Made:
    client("wafv2").associate_web_acl(WebACLArn=properties["WebACLArn"], ResourceArn=properties["ResourceArn"])
    return f"{properties['ResourceArn']}|{properties['WebACLArn']}", {}


def _dissociate(_reference: str, properties: Properties) -> None:
    unless_gone(client("wafv2").disassociate_web_acl, ResourceArn=properties["ResourceArn"])


HANDLERS = [
    Handler("AWS::WAFv2::IPSet", _create_set, _delete_set, _update_set),
    Handler("AWS::WAFv2::WebACLAssociation", _associate, _dissociate),
]
