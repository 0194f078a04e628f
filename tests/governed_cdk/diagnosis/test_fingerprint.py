from __future__ import annotations

from governed_cdk.diagnosis.fingerprint import fingerprint

NAMED = {"resource": "AWS::SQS::Queue prod-app/Queue"}


def test_the_same_cause_at_the_same_place_is_the_same() -> None:
    one = fingerprint("app", "prod", "name-exists", reason="taken at 10:00", **NAMED)
    assert one == fingerprint("app", "prod", "name-exists", reason="taken at 11:00, again", **NAMED)
    assert len(one) == 12


def test_service_environment_cause_and_resource_each_make_another_one() -> None:
    found = {
        fingerprint("app", "prod", "name-exists", **NAMED), fingerprint("api", "prod", "name-exists", **NAMED),
        fingerprint("app", "stg", "name-exists", **NAMED), fingerprint("app", "prod", "boundary", **NAMED),
        fingerprint("app", "prod", "name-exists", resource="AWS::SQS::Queue prod-app/Other"),
    }  # fmt: skip
    assert len(found) == 5


def test_an_unknown_cause_is_told_by_its_reason_without_what_varies() -> None:
    texts = [
        "Widget arn:aws:x:y:1:widget/a1 broke after 3 s (RequestToken: 0701da14-c43f-de88-2bc4-5819eb5dd2b8)",
        "Widget arn:aws:x:y:1:widget/b2 broke after 17 s (RequestToken: 5f2495db-493f-e12b-ebf1-187d26148fde)",
    ]
    assert len({fingerprint("app", "prod", "", reason=text) for text in texts}) == 1
    assert fingerprint("app", "prod", "", reason="Gadget broke") != fingerprint("app", "prod", "", reason=texts[0])
