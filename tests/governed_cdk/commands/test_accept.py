from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.commands.accept import accept
from tests.governed_cdk.locked_project import BUCKET, LOCK, TABLE, asked, data, project, run, written

OF_THE_LOCK = ("stateful-resources-keep-their-logical-ids", "stateful-resources-are-not-replaced")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_is_new_in_any_environment_enters_and_is_said() -> None:
    project(prod={"Data": data()}, qa={"Data": data(TABLE)})
    done = run(accept)
    assert (done.code, done.errors) == (0, "synth prod ...\nsynth qa ...\n")
    assert done.output.splitlines() == [
        "+ prod-app Data AWS::S3::Bucket",
        "+ qa-app Data AWS::DynamoDB::Table",
        "stateful.lock.json: 2 changes, 2 resources in prod, qa",
        "cdk.json: says now that the project has stateful.lock.json (governed-cdk:locks); commit both",
    ]
    assert written() == {"prod": {"prod-app": ["Data"]}, "qa": {"qa-app": ["Data"]}}
    assert json.loads(Path("cdk.json").read_text()) == {
        "app": "python3 app.py",
        "context": {"flag": True, "governed-cdk:locks": ["stateful.lock.json"]},
    }


def test_a_second_time_changes_nothing_and_says_so() -> None:
    project(prod={"Data": data()})
    run(accept)
    before = LOCK.stat().st_mtime_ns, Path("cdk.json").stat().st_mtime_ns
    assert run(accept).output == "stateful.lock.json: 0 changes, 1 resources in prod\n"
    assert (LOCK.stat().st_mtime_ns, Path("cdk.json").stat().st_mtime_ns) == before


def test_the_app_gets_what_the_cdk_command_line_hands_over_and_the_day() -> None:
    project(prod={})
    run(accept)
    (context,) = asked()
    assert context["flag"] is True
    assert context["env"] == "prod"
    assert context["today"] == datetime.datetime.now(tz=datetime.UTC).date().isoformat()


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"Data": data(TABLE)},
        {"Data2": data(BucketName="prod-data")},
        {"Data": data(BucketName="prod-other")},
    ],
    ids=["lost", "retyped", "renamed", "replaced"],
)
def test_what_is_lost_retyped_renamed_or_replaced_ends_with_3_and_nothing_enters(after: dict[str, Any]) -> None:
    project(prod={"Data": data(BucketName="prod-data")}, qa={})
    run(accept)
    before = LOCK.read_text()
    project(prod={**after, "More": data(TABLE)}, qa={"More": data()}, findings=OF_THE_LOCK)
    done = run(accept)
    assert done.code == 3
    assert "let it go, on purpose: governed-cdk relock prod-app/Data" in done.output
    assert done.errors.splitlines()[-1] == "stateful.lock.json: 1 locked resources would be lost or replaced"
    assert LOCK.read_text() == before


def test_an_environment_whose_file_is_gone_is_lost() -> None:
    project(prod={}, qa={"Data": data()})
    run(accept)
    project(prod={})
    done = run(accept)
    assert done.code == 3
    assert "qa-app: Data" in done.output


def test_other_findings_are_shown_and_end_with_3() -> None:
    project(prod={"Data": data()}, findings=("buckets-demand-tls", *OF_THE_LOCK))
    done = run(accept)
    assert done.code == 3
    assert "the report of the findings" in done.errors
    assert not LOCK.exists()


@pytest.mark.parametrize("code", [1, 2])
def test_an_app_that_fails_is_heard_and_its_exit_code_kept(code: int) -> None:
    project(prod={}, says=code)
    Path("app.py").write_text(f"print('error: region: given seoul'); {Path('app.py').read_text()}".replace("\n", "", 1))
    done = run(accept)
    assert done.code == code
    assert "error: region: given seoul" in done.errors
    assert not LOCK.exists()


def test_a_lock_that_was_taken_away_is_begun_anew() -> None:
    project(prod={"Data": data()})
    run(accept)
    LOCK.unlink()
    assert run(accept).code == 0
    assert written() == {"prod": {"prod-app": ["Data"]}}


def test_the_app_finds_a_lock_even_when_it_is_only_begun() -> None:
    project(prod={"Data": data()})
    Path("app.py").write_text(f"import pathlib\nassert pathlib.Path('{LOCK}').exists()\n{Path('app.py').read_text()}")
    assert run(accept).code == 0


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("cdk.json", None, r"cdk\.json: not in this folder"),
        ("cdk.json", "{", r"cdk\.json:1: not JSON"),
        ("cdk.json", "{}", r"cdk\.json: app: missing"),
        ("environments/prod.yaml", None, r"environments/: no environment here"),
        (str(LOCK), "[]", r"stateful\.lock\.json: given"),
    ],
)
def test_bad_input_is_said_in_one_line(file: str, text: str | None, said: str) -> None:
    project(prod={"Data": data(BUCKET)})
    Path(file).unlink() if text is None else Path(file).write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        run(accept)
