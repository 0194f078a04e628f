"""AWS Budgets."""

from __future__ import annotations

from ministack.core.responses import get_account_id

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _create(properties: Properties, name: str) -> Made:
    named = {**properties, "Budget": {"BudgetName": name, **properties["Budget"]}}
    client("budgets").create_budget(**arguments("budgets", "CreateBudget", named, AccountId=get_account_id()))
    return named["Budget"]["BudgetName"], {}


def _delete(budget: str, _properties: Properties) -> None:
    unless_gone(client("budgets").delete_budget, AccountId=get_account_id(), BudgetName=budget)


HANDLERS = [Handler("AWS::Budgets::Budget", _create, _delete)]
