"""ECS: the capacity providers of a cluster."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _put(properties: Properties, _name: str) -> Made:
    client("ecs").put_cluster_capacity_providers(**arguments("ecs", "PutClusterCapacityProviders", properties))
    return properties["Cluster"], {}


def _delete(cluster: str, _properties: Properties) -> None:
    nothing: dict[str, list[str]] = {"capacityProviders": [], "defaultCapacityProviderStrategy": []}
    unless_gone(client("ecs").put_cluster_capacity_providers, cluster=cluster, **nothing)


HANDLERS = [
    Handler(
        "AWS::ECS::ClusterCapacityProviderAssociations", _put, _delete, lambda cluster, _old, new: _put(new, cluster)
    )
]
