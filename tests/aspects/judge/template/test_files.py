"""Nothing is read but regular files below what was named, whatever a template, a manifest or a link says."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.template.loading import load_readable
from tests.aspects.judge.template.written import TOPIC, TOPIC_YAML, assembly, nested, written

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template

SECRET = "root:x:0:0"  # what stands in the file that nobody named


def read(path: Path) -> tuple[list[Template], list[str], list[str]]:
    """The templates, the mistakes and the notes, none of which tells anything of the file that nobody named."""
    notes: list[str] = []
    templates, mistakes = load_readable([path], note=notes.append)
    assert SECRET not in "".join((*mistakes, *notes))
    assert all("outside" not in str(template.path.resolve()) for template in templates)
    assert all(line.isprintable() and len(line) < 6_000 for line in (*mistakes, *notes))
    return templates, mistakes, notes


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A folder that is named, beside one that is not."""
    written(tmp_path, {"outside.yaml": SECRET, "outside.json": json.dumps({"Resources": {SECRET: TOPIC}})})
    (tmp_path / "named").mkdir()
    return tmp_path / "named"


def parent(url: object) -> str:
    properties = {"TemplateURL": url}
    return json.dumps({"Resources": {"Child": {"Type": "AWS::CloudFormation::Stack", "Properties": properties}}})


URLS = [
    "../outside.yaml", "../outside.json", "./x/../../outside.json", "../named/../outside.json", "/etc/passwd",
    "/etc/shadow", "/proc/self/environ", "/proc/kcore", "/proc/kmsg", "/dev/zero", "/dev/stdin", "../../../etc/passwd",
    "a" * 5_000, "a/" * 3_000, "nothing\0more.yaml", "\ud800.yaml", "", ".", "..", "/", "~", "link.json",
    "folder/x.json", "pipe.json", "loop.json", ["../outside.json"], {"Fn::Sub": "../outside.json"}, 7, None, "s3://b/x",
    "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("url", URLS, ids=lambda url: repr(url)[:40])
@pytest.mark.parametrize("whole", [True, False], ids=["folder", "file"])
def test_a_template_names_no_file_outside(named: Path, url: object, whole: bool) -> None:  # noqa: FBT001 - both ways
    written(named, {"parent.json": parent(url)})
    (named / "link.json").symlink_to(named.parent / "outside.json")
    (named / "folder").symlink_to(named.parent)
    (named / "loop.json").symlink_to(named / "loop.json")
    os.mkfifo(named / "pipe.json")
    templates, mistakes, _ = read(named if whole else named / "parent.json")
    assert [template.path.name for template in templates] == ["parent.json"]
    assert mistakes == []


def test_what_leads_out_is_told(named: Path) -> None:
    written(named, {"parent.json": parent("../outside.json")})
    (named / "link.yaml").symlink_to(named.parent / "outside.yaml")
    assert read(named)[2] == [
        f"{named}/link.yaml: leads out of {named} and is not read",
        f"{named}/parent.json: Child: TemplateURL: '../outside.json' leads out of {named} and is not read",
    ]


def test_what_lies_beside_or_below_is_followed_and_so_is_a_link_that_stays_inside(named: Path) -> None:
    (named / "stacks").mkdir()
    (named / "shared").mkdir()
    written(named / "stacks", {"parent.json": parent("../shared/child.yaml")})
    written(named / "shared", {"child.yaml": TOPIC_YAML})
    (named / "again.yaml").symlink_to(named / "shared/child.yaml")
    templates, mistakes, notes = read(named)
    assert (len(templates), mistakes, notes) == (2, [], [])
    child = next(template for template in templates if template.callers)
    assert child.resources
    templates, _, notes = read(named / "stacks")
    assert len(templates) == len(notes) == 1


def test_links_to_the_folder_above_end(named: Path) -> None:
    written(named, {"a.yaml": TOPIC_YAML})
    (named / "self").symlink_to(named)
    (named / "up").symlink_to(named.parent)
    assert len(read(named)[0]) == 1


def test_folders_nested_as_deep_as_paths_go_end(named: Path) -> None:
    folder = named
    while len(str(folder)) < 1_200:
        folder /= "d"
        folder.mkdir()
    (folder / "a.yaml").write_text(TOPIC_YAML)
    try:
        assert len(read(named)[0]) == 1
    finally:  # Python's own way to remove a folder goes as deep as its stack
        subprocess.run(["rm", "-rf", named / "d"], check=True)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "device"])
def test_what_is_no_regular_file_is_not_waited_for(named: Path, make: Any) -> None:
    make(named / "a.yaml")
    (mistake,) = read(named / "a.yaml")[1]
    assert mistake == f"{named}/a.yaml: no regular file; allowed: a file, or a link to one"
    written(named, {"b.yaml": TOPIC_YAML})
    assert len(read(named)[0]) == 1


# What a manifest may say in place of a name of its own, and what it says it of.
OUT = [
    "../outside.json",
    "/etc/passwd",
    "/proc/self/environ",
    "../../../../../etc/shadow",
    "/dev/zero",
    "link.json",
    "a\0b",
]


@pytest.mark.parametrize("name", [*OUT, "x" * 5_000], ids=lambda name: repr(name)[:30])
@pytest.mark.parametrize(
    "field", ["templateFile", "directoryName", "additionalMetadataFile", "aws:asset:path", "asset"]
)
def test_a_manifest_names_no_file_outside(named: Path, name: str, field: str) -> None:
    files = assembly()
    artifact = files["manifest.json"]["artifacts"]["prod-x"]
    if field == "templateFile":
        artifact["properties"][field] = name
    elif field == "directoryName":
        artifact.update({"type": "cdk:cloud-assembly", "properties": {field: name}})
    elif field == "additionalMetadataFile":
        artifact[field] = name
    elif field == "aws:asset:path":
        files["prod-x.template.json"] = nested(name)
    else:
        files["prod-x.template.json"] = json.loads(parent("https://s3/hash"))
        asset = {"source": {"path": name}, "destinations": {"x": {"objectKey": "hash"}}}
        files["prod-x.assets.json"] = {"files": {"hash": asset}}
    written(named, files)
    (named / "link.json").symlink_to(named.parent / "outside.json")
    templates, mistakes, notes = read(named)
    assert all(template.path.name == "prod-x.template.json" for template in templates)
    assert len(mistakes) == (field in ("templateFile", "directoryName", "additionalMetadataFile"))
    assert mistakes or notes or "\0" in name or len(name) > 1_000


def test_a_whole_file_is_read_whatever_its_size_is_said_to_be(named: Path) -> None:
    written(named, {"a.yaml": TOPIC_YAML + "#" * 3_000_000})
    assert read(named / "a.yaml")[1] == []
