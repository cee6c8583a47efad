"""What a page knows of an answer: areas, rows, sources, legend, on both engines alike."""

import pytest
from sqlalchemy import Connection

from geo.maps.extent import extent
from geo.maps.heights import HIGHEST_METRES, bars, column_of
from geo.maps.links import AGREEMENT_COLOR, Arcs, linked
from geo.maps.reading import read, understood
from geo.questions import question_named
from geo.questions.question import BadParameter, UnknownParameter
from tests.releases import KNOWN_AGREEMENTS, NONE_KNOWN, NOT_RESEARCHED


def test_areas_are_those_of_the_classes(tiny: Connection) -> None:
    contents = read(tiny, "without-agreements", {}, "es")
    classes = {area.key: area.entry.value for area in contents.areas}
    assert classes == {
        **dict.fromkeys(KNOWN_AGREEMENTS, "with_agreements"),
        **dict.fromkeys(NONE_KNOWN, "none_known"),
        **dict.fromkeys(NOT_RESEARCHED, "not_researched"),
    }
    assert {entry.value: entry.count for entry in contents.legend} == {
        "with_agreements": 4,
        "none_known": 6,
        "not_researched": 9,
    }
    tijuana = next(area for area in contents.areas if area.key == "02004")
    assert tijuana.label == "Tijuana, Baja California"
    assert len(contents.ground) == 2


def test_the_legend_counts_places_and_not_the_lines_to_them(tiny: Connection) -> None:
    contents = read(tiny, "partner-candidates", {"government": "02004"}, "es")
    first = next(entry for entry in contents.legend if entry.value == "first")
    assert first.count == sum(point.entry is first for point in contents.points) <= 10
    assert any(line.entry is first for line in contents.lines)


def test_the_box_is_that_of_the_areas_and_half_a_degree(tiny: Connection) -> None:
    west, south, east, north = extent(read(tiny, "without-agreements", {}, "es"))
    assert (west, south, east, north) == pytest.approx((-102.5, 20.5, -100.6, 22.7), abs=0.02)


def test_rows_are_found_by_the_feature_that_they_speak_of(tiny: Connection) -> None:
    contents = read(tiny, "concentration", {}, "en")
    assert {key: rows[0]["agreement_count"] for key, rows in contents.rows.items()} == {"01": 1, "02": 8}


def test_sources_are_those_of_the_records_of_the_place(tiny: Connection) -> None:
    contents = read(tiny, "without-agreements", {}, "es")
    cited = contents.citations.of_key
    assert set(KNOWN_AGREEMENTS) <= set(cited)
    assert not set(cited) & set(NOT_RESEARCHED)
    assert all(contents.citations.sources[each].title for found in cited.values() for each in found)


def test_parameters_are_told_where_they_differ_from_their_defaults(tiny: Connection) -> None:
    told = dict(read(tiny, "trend", {"state": "02", "rate_pct": 20}, "es").asked_with)
    assert told == {"Estado": "02"}
    about = dict(read(tiny, "partner-candidates", {"government": "02004"}, "es").asked_with)
    assert "02004" in about.values()


def test_values_as_python_writes_them() -> None:
    question = question_named("trend")
    assert understood(question, {"state": ["01", "02"], "rate_pct": 5})["state"] == ("01", "02")
    assert understood(question, {"rate_pct": None}) == understood(question, {})
    with pytest.raises(UnknownParameter):
        understood(question, {"estado": None})


def test_arcs_are_the_known_agreements_of_the_answer(tiny: Connection) -> None:
    contents = read(tiny, "concentration", {"partner_country": "US"}, "es")
    found = linked(tiny, contents, Arcs.AUTO)
    assert {link.color for link in found.links} == {AGREEMENT_COLOR}
    # Two of the seven are with partners whose place nobody knows.
    assert sum(int(dict(link.facts)["Acuerdos conocidos"]) for link in found.links) == 5
    assert found.unplaced_count == 2
    assert linked(tiny, contents, Arcs.NONE).links == []


def test_columns_are_as_high_as_their_numbers(tiny: Connection) -> None:
    contents = read(tiny, "concentration", {}, "es")
    column = column_of(contents, None)
    assert column is not None
    assert column.name == "agreement_count"
    heights = {bar.shape.key: bar.metres for bar in bars(contents, column)}
    assert heights == pytest.approx({"01": HIGHEST_METRES / 8, "02": HIGHEST_METRES})


def test_a_height_that_is_no_number_is_refused(tiny_duckdb: Connection) -> None:
    with pytest.raises(BadParameter, match="agreement_count"):
        column_of(read(tiny_duckdb, "concentration", {}, "es"), "research")
