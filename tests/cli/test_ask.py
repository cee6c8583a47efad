"""`atlas ask`: answers as JSON and CSV, and refusals in one sentence."""

import csv
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from cli.questions import AnswerFormat
from geo.graphs.files import FORMS
from geo.questions import QUESTIONS, question_named
from geo.systems import CRS84_URI
from tests.cli.conftest import Atlas
from tests.releases import tiny_release

NEEDED = {"partner-candidates": ("-p", "government=02004"), "regional-partners": ("-p", "state=02")}
"""What questions are asked that need something named."""
TOLD = [f"atlas_{name}" for name in ("licence", "attribution", "release", "crs", "source", "sources")]


@pytest.fixture(scope="module")
def filled_url(store_url: str) -> str:
    """The address of a store with the tiny country, once on each engine."""
    tiny_release(store_url).close()
    return store_url


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


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_every_question_is_answered_as_json(atlas: Atlas, folder: str, name: str) -> None:
    result = atlas("ask", name, *NEEDED.get(name, ()), "-p", "limit=2", "--data-dir", folder)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["question"] == name
    assert answer["numberReturned"] == len(answer["data"]) <= 2


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


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_rows_as_csv_say_what_must_be_known(atlas: Atlas, filled_url: str, name: str) -> None:
    words = (*NEEDED.get(name, ()), "-p", "limit=2", "--database-url", filled_url)
    answer = json.loads(atlas("ask", name, *words).stdout)
    result = atlas("ask", name, *words, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes.count(b"\r\n") == len(answer["data"]) + 1
    rows = rows_of(result.stdout)
    declared = [column.name for column in question_named(name).columns]
    assert len(rows) == len(answer["data"])
    for row, said in zip(rows, answer["data"], strict=True):
        assert list(row) == [*declared, *TOLD]
        assert (row["atlas_licence"], row["atlas_attribution"], row["atlas_release"]) == (
            answer["sources"]["licence"],
            answer["sources"]["attribution"],
            answer["release"],
        )
        assert row["atlas_licence"]
        assert row["atlas_crs"] == CRS84_URI
        assert row["atlas_sources"] == "atlas etl sources"
        assert [row[key] == "" for key in declared] == [said.get(key) in (None, "", []) for key in declared]
        command, *again = shlex.split(row["atlas_source"])
        assert command == "atlas"
        repeated = atlas(*again, "--database-url", filled_url)
        assert json.loads(repeated.stdout)["data"] == answer["data"]


def test_lists_and_truth_are_written_as_in_the_files_of_the_api(atlas: Atlas, folder: str) -> None:
    words = ("partner-candidates", *NEEDED["partner-candidates"], "--data-dir", folder)
    answer = json.loads(atlas("ask", *words).stdout)
    rows = rows_of(atlas("ask", *words, "--format", "csv").stdout)
    kinds = {type(value) for row in answer["data"] for value in row.values()}
    for row, said in zip(rows, answer["data"], strict=True):
        for name, value in said.items():
            if isinstance(value, list):
                assert row[name] == ";".join(value)
            elif isinstance(value, bool):
                assert row[name] == str(value).lower()
    assert {list, bool} <= kinds


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


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("graphml", lambda text: nx.parse_graphml(text)),
        ("gexf", lambda text: nx.read_gexf(io.BytesIO(text.encode()))),
        ("nodelink", lambda text: nx.node_link_graph(json.loads(text), edges="edges")),
        ("edges", lambda text: nx.Graph([(row["source"], row["target"]) for row in rows_of(text)])),
    ],
)
def test_a_network_as_a_file_of_a_graph(
    atlas: Atlas, folder: str, tmp_path: Path, form: str, read: Callable[[str], nx.Graph]
) -> None:
    out = tmp_path / f"network.{form}"
    words = ("partner-network", "-p", "state=02", "--format", form, "--out", str(out), "--data-dir", folder)
    result = atlas("ask", *words)
    assert result.exit_code == 0, result.stderr
    text = out.read_text(encoding="utf-8")
    graph = read(text)
    assert (len(graph), graph.number_of_edges()) == (11, 7)
    assert "atlas ask partner-network --param state=02" in text
    assert "Creative Commons" in text
    assert "atlas etl sources" in text


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_files_of_graphs_are_those_there_are() -> None:
    assert {each.value for each in AnswerFormat} == {"json", "csv", *FORMS}


def test_a_graph_of_what_is_no_network_is_refused(atlas: Atlas, folder: str, tmp_path: Path) -> None:
    out = tmp_path / "trend.graphml"
    result = atlas("ask", "trend", "--format", "graphml", "--out", str(out), "--data-dir", folder)
    assert result.exit_code != 0
    assert "json, csv" in result.stderr
    assert not out.exists()
