"""Athena: named queries."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _create(properties: Properties, name: str) -> Made:
    wanted = arguments("athena", "CreateNamedQuery", {"Name": name, **properties})
    query = client("athena").create_named_query(**wanted)["NamedQueryId"]
    return query, {"NamedQueryId": query}


def _delete(query: str, _properties: Properties) -> None:
    unless_gone(client("athena").delete_named_query, NamedQueryId=query)


HANDLERS = [Handler("AWS::Athena::NamedQuery", _create, _delete)]
