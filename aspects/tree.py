"""The way from an app to a construct by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aws_cdk as cdk
    from constructs import IConstruct


def at(app: cdk.App, path: str) -> IConstruct:
    """The construct of a path, `prod-shop/News/Resource`; the app where it is empty."""
    node: IConstruct = app
    for part in filter(None, path.split("/")):
        node = node.node.find_child(part)
    return node
