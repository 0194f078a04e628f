from __future__ import annotations

from constructs_lib.platform import StateAccess


def access(repository: str = "Shop") -> StateAccess:
    return StateAccess(
        bucket="states", table="locks", key_arn="arn:aws:kms:ap-northeast-2:111122223333:key/k",
        region="ap-northeast-2", account="111122223333", repository=repository,
    )  # fmt: skip


def test_objects_listing_and_locks_are_held_to_the_repositorys_own_prefix() -> None:
    assert access().objects_arn.endswith(":s3:::states/shop/*")
    listing, *_ = access().reading()
    assert listing.conditions == {"StringLike": {"s3:prefix": ["shop/", "shop/*"]}}
    (items,) = (s for s in access().writing() if "dynamodb:PutItem" in s.actions)
    assert items.conditions == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["states/shop/*"]}}


def test_a_repository_whose_name_begins_as_another_ones_has_another_prefix() -> None:
    assert not access("shop-two").prefix.startswith(access("shop").prefix)
