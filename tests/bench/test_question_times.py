"""The table of how long questions take."""

from bench.demands import Shortfalls
from bench.question_times import Case, Times, cases, middle, table
from geo.questions import QUESTIONS

EGO = Case("partner-network", (("ego", "02004"),), 50)


def test_first_answers_over_their_limit_are_marked() -> None:
    short = Shortfalls()
    columns = [f"{store}, {what}" for store in ("DuckDB", "PostGIS") for what in ("first", "again", "map")]
    found = {
        Case("concentration"): [Times(500, 14, 13.6, 8), Times(20, 13, 9, 7)],
        EGO: [Times(500, 50, 27, 20), Times(20, 49.4, 19, 1_012)],
    }
    assert table(["DuckDB", "PostGIS"], found, short).splitlines() == [
        f"| question | {' | '.join(columns)} | limit |",
        "|---|---|---|---|---|---|---|---|",
        "| `concentration` | 14 | 14 | 8 | 13 | 9 | 7 | 2,000 |",
        "| `partner-network ego=02004` | 50 short | 27 | 20 | 49 | 19 | 1,012 | 50 |",
    ]
    assert short.line() == (
        "Short of what is demanded: `partner-network ego=02004` (under 50 ms): DuckDB 50."
    )


def test_the_middle_is_taken_figure_by_figure() -> None:
    assert middle([Times(1, 9, 5, 7), Times(2, 8, 4, 1), Times(3, 1, 6, 2)]) == Times(2, 8, 5, 2)


def test_every_question_is_measured_and_those_named_alone() -> None:
    assert {case.question for case in cases([])} == {question.name for question in QUESTIONS}
    assert {case.title for case in cases(["regions"])} == {
        "regions",
        "regions method=agglomerative",
        "regions method=max_p",
    }
    assert EGO in cases(["partner-network"])
