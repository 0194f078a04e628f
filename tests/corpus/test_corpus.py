"""The tool for folders of other people's templates: what it writes down, compares, draws and prints."""

from __future__ import annotations

import datetime
import gzip
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from tests.corpus.comparing import compared, told
from tests.corpus.recording import read, recorded, write
from tests.corpus.reviewed import page, read_reviewed
from tests.corpus.sampling import LEAST, sampled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.corpus.recording import Record

TODAY = datetime.date(2026, 11, 30)


def folder(path: Path, **resources: dict[str, Any]) -> Path:
    path.mkdir()
    (path / "one.yaml").write_text(yaml.safe_dump({"Resources": resources}))
    return path


def group(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Admits the office", **properties}}


def queues(number: int) -> dict[str, dict[str, Any]]:
    return {f"Queue{one}": {"Type": "AWS::SQS::Queue"} for one in range(number)}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = folder(tmp_path / "others", Topic={"Type": "AWS::SNS::Topic"}, **queues(20))
    (made / ".commit").write_text("0123456789abcdef\n")
    (made / "broken.yaml").write_text("Resources:\n  A: {Type: AWS::SNS::Topic\n")
    return recorded([made], today=TODAY)


def test_a_record_names_each_finding_and_what_could_not_be_read(record: Record, tmp_path: Path) -> None:
    assert (record.files, record.resources, record.commits) == (1, 21, {"others": "0123456789abcdef"})
    assert record.counts["encryption-uses-a-customer-managed-key"] == 21
    assert [line.partition(": ")[0] for line in record.refused] == ["others/broken.yaml:3"]
    assert str(tmp_path) not in str(record)


def test_a_record_is_read_as_it_was_written(record: Record, tmp_path: Path) -> None:
    write(record, tmp_path / "build/record.jsonl.gz")
    assert read(tmp_path / "build/record.jsonl.gz") == record


@pytest.mark.parametrize("text", ["", "{}\n", "[1]\n", '{"format": "another/1"}\n'])
def test_what_is_no_record_is_bad_input(text: str, tmp_path: Path) -> None:
    path = tmp_path / "record.gz"
    path.write_bytes(gzip.compress(text.encode()))
    with pytest.raises(ConfigurationError, match="record"):
        read(path)
    path.write_text("no gzip")
    with pytest.raises(ConfigurationError, match="not a record"):
        read(path)


def test_a_comparison_names_what_is_gone_and_new_and_counts_what_is_only_said_otherwise(tmp_path: Path) -> None:
    before = recorded([folder(tmp_path / "a", Gone={"Type": "AWS::SNS::Topic"}, Queue={"Type": "AWS::SQS::Queue"})],
                      today=TODAY)  # fmt: skip
    (tmp_path / "a/one.yaml").unlink()
    (tmp_path / "a").rmdir()
    after = recorded([folder(tmp_path / "a", New={"Type": "AWS::SNS::Topic"}, Queue={"Type": "AWS::SQS::Queue"})],
                     today=TODAY)  # fmt: skip
    change = compared(before, after)["encryption-uses-a-customer-managed-key"]
    assert [one.logical_id for one in change.gone] == ["Gone"]
    assert [one.logical_id for one in change.come] == ["New"]
    assert (change.before, change.after, change.reworded) == (2, 2, 0)
    assert any(line.startswith("  + a/one.yaml New: ") for line in told(before, after, shown=1))
    assert compared(before, before) == {}


def test_another_message_at_the_same_place_is_only_another_wording(tmp_path: Path) -> None:
    def ingress(port: int) -> dict[str, Any]:
        rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "0.0.0.0/0"}
        return group(SecurityGroupIngress=[rule])

    made = folder(tmp_path / "a", Group=ingress(22))
    before = recorded([made], today=TODAY)
    (made / "one.yaml").write_text(yaml.safe_dump({"Resources": {"Group": ingress(3389)}}))
    change = compared(before, recorded([made], today=TODAY))["ingress-is-closed-on-dangerous-ports"]
    assert (change.gone, change.come, change.reworded) == ([], [], 1)


def test_a_sample_has_some_of_each_rule_and_is_drawn_again_by_its_seed(record: Record) -> None:
    drawn = sampled(record, seed="0123456789", size=1)
    by_rule = {rule: sum(one.rule == rule for one in drawn) for rule in record.counts}
    assert by_rule == {rule: min(LEAST, count) for rule, count in record.counts.items()}
    assert drawn == sampled(record, seed="0123456789", size=1)
    assert drawn != sampled(record, seed="another", size=1)
    assert sampled(record, seed="0123456789", size=1, but={"others/one.yaml"}) == []


def test_a_sample_takes_one_finding_a_file_first(tmp_path: Path) -> None:
    made = folder(tmp_path / "a", **queues(50))
    (made / "two.yaml").write_text(yaml.safe_dump({"Resources": queues(1)}))
    drawn = sampled(recorded([made], today=TODAY), seed="x", size=1)
    assert {one.file for one in drawn if one.rule.startswith("encryption-uses")} == {"one.yaml", "two.yaml"}


JUDGED = {
    "rule": "keys-are-rotated", "file": "others/one.yaml", "logical_id": "Key", "message": "It is not rotated.",
    "verdict": "right", "reason": "EnableKeyRotation is not there", "second": "right",
}  # fmt: skip
SAMPLE = {
    "seed": "b3f25db0aa", "day": "2026-11-30", "commits": {"owner+name": "0123456789abcdef"}, "files": 10,
    "resources": 1000, "refused": 1, "seconds": 1.5, "peak_mb": 80, "found": {"keys-are-rotated": 2},
}  # fmt: skip


def test_what_either_reader_finds_wrong_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.yaml"
    path.write_text(yaml.safe_dump({**SAMPLE, "judged": [JUDGED, {**JUDGED, "second": "wrong"}]}))
    text = page(read_reviewed(path), ())
    assert "| keys-are-rotated | 2 | 2 | 1 |" in text
    assert "Of 2 findings 2 were drawn and judged: 1 wrong." in text
    assert "- owner/name at 0123456789" in text


@pytest.mark.parametrize("change", [{"reason": "so"}, {"verdict": "perhaps"}, {"second": None}])
def test_a_verdict_without_a_reason_or_a_second_reader_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "reviewed.yaml"
    path.write_text(yaml.safe_dump({**SAMPLE, "judged": [{**JUDGED, **change}]}))
    with pytest.raises(ConfigurationError, match=str(path)):
        read_reviewed(path)
