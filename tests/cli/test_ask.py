"""`atlas ask`: answers as JSON and CSV, and refusals in one sentence."""

import csv
import io
import json
from pathlib import Path

import pytest

from geo.questions import QUESTIONS
from tests.cli.conftest import Atlas
from tests.releases import tiny_release


@pytest.fixture(scope="module")
def folder(duckdb_url: str) -> str:
    """The data folder of a store that holds the tiny country."""
    tiny_release(duckdb_url).close()
    return duckdb_url.removeprefix("duckdb:///")


def test_without_a_name_the_questions_are_listed(atlas: Atlas) -> None:
    lines = atlas("ask").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == [question.name for question in QUESTIONS]


def test_an_answer_as_json(atlas: Atlas, folder: str) -> None:
    result = atlas("ask", "concentration", "-p", "by=country", "-p", "limit=1", "--data-dir", folder)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert (answer["data"][0]["group"], answer["data"][0]["agreement_count"]) == ("US", 7)
    assert (answer["numberMatched"], answer["numberReturned"]) == (3, 1)
    assert answer["parameters"]["by"] == "country"
    assert answer["release"].startswith("r")
    assert answer["method"]["text_es"]


def test_an_answer_as_csv_in_a_file(atlas: Atlas, folder: str, tmp_path: Path) -> None:
    out = tmp_path / "trend.csv"
    words = (
        "ask",
        "trend",
        "--param",
        "state=02",
        "--format",
        "csv",
        "--out",
        str(out),
        "--data-dir",
        folder,
    )
    assert atlas(*words).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["year"] for row in rows if row["signed_count"] != "0"] == [
        "1993",
        "2001",
        "2010",
        "2014",
        "2019",
        "2020",
    ]


def test_a_parameter_may_be_repeated(atlas: Atlas, folder: str) -> None:
    words = ("-p", "state=01", "-p", "state=02", "--format", "csv", "--data-dir", folder)
    rows = list(csv.DictReader(io.StringIO(atlas("ask", "activity-index", *words).stdout)))
    assert {row["code"] for row in rows} == {"01", "02"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nope",), "There is no question `nope`. There are: without-agreements"),
        (("trend", "-p", "estado=02"), "`trend` has no parameter `estado`. It has: state"),
        (("trend", "-p", "rate_pct"), "write NAME=VALUE"),
        (("trend", "-p", "rate_pct=fast"), "`rate_pct=fast` is not admitted: must be a number."),
        (("climate-coverage", "-p", "vulnerability_indicator=a.b"), "no layer gives that indicator"),
    ],
)
def test_refusals(atlas: Atlas, folder: str, words: tuple[str, ...], told: str) -> None:
    result = atlas("ask", *words, "--data-dir", folder)
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stdout == ""


def test_nothing_loaded_yet(atlas: Atlas, tmp_path: Path) -> None:
    result = atlas("ask", "trend", "--data-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "run `atlas etl run`" in result.stderr
