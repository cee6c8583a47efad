"""Candidates by hand on the tiny country, and against plain loops on the real register."""

from typing import Any

import pytest
from pyproj import Geod
from sqlalchemy import Connection, select

from geo.questions.partner_candidates import reading as candidate_reading
from geo.questions.partner_candidates.parameters import CONTRIBUTION
from geo.questions.partner_candidates.scores import CONTRIBUTIONS, Options, Scorer
from geo.questions.partner_candidates.weights import DEFAULT_WEIGHTS
from geo.questions.question import Answer, BadParameter
from geo.tables import LAYER_TABLES
from tests.geo.questions.asking import Given, answered, painted

QUESTION = "partner-candidates"
SAN_DIEGO, AVALON, REDONDO, BUSAN = "gn-5391811", "gn-5325187", "gn-5386834", "gn-1838524"
DALLAS, TEXAS, CALIFORNIA = "new-us-texas-dallas", "us-texas", "us-california"
NETWORK = "red-de-ciudades-del-pacifico"


def only(name: str) -> dict[str, Given]:
    """Weights that leave one contribution, so that the score is its value."""
    return {f"weight_{each}": "1" if each == name else "0" for each in CONTRIBUTIONS}


def by_id(answer: Answer) -> dict[str, dict[str, Any]]:
    return {row["partner_id"]: row for row in answer.data}


def scores(connection: Connection, government: str, name: str, **given: Given) -> dict[str, float]:
    answer = answered(connection, QUESTION, government=government, limit="3000", **only(name), **given)
    return {row["partner_id"]: row["score"] for row in answer.data if name not in row["unknown"]}


def test_partners_of_contiguous_municipalities(connection: Connection) -> None:
    # Around 02005: 02002 and 02004 have San Diego, 02001 Redondo Beach in California too: t = 1 + 1 + 0.25.
    found = scores(connection, "02005", "neighbors")
    assert found[SAN_DIEGO] == pytest.approx(2.25 / 3.25, abs=1e-4)
    # Of Avalon in California three say that they have a partner there.
    assert found[AVALON] == pytest.approx(0.75 / 1.75, abs=1e-4)
    assert found[BUSAN] == pytest.approx(1 / 2, abs=1e-4)
    # Texas: 02001, 02002 and 02004 have partners in the same country.
    assert found[TEXAS] == pytest.approx(0.06 / 1.06, abs=1e-4)
    assert found[NETWORK] == pytest.approx(1 / 2, abs=1e-4)


def test_agreements_of_the_state_and_its_other_municipalities(connection: Connection) -> None:
    # The state has California (0.25 of San Diego); at a half two have San Diego, two others in California.
    found = scores(connection, "02005", "state")
    assert found[SAN_DIEGO] == pytest.approx(1.5 / 2.5, abs=1e-4)
    # California itself: the state 1, and at a half 0.25 of each of four municipalities.
    assert found[CALIFORNIA] == pytest.approx(1.5 / 2.5, abs=1e-4)
    # Of the state itself its municipalities count in full: 1 + 1 + 0.25 + 0.25.
    assert scores(connection, "02", "state")[SAN_DIEGO] == pytest.approx(2.5 / 3.5, abs=1e-4)


def test_record_of_a_place_with_mexico(connection: Connection) -> None:
    found = scores(connection, "02005", "record")
    assert found[SAN_DIEGO] == pytest.approx(2 / 3, abs=1e-4)
    assert (found[AVALON], found[DALLAS]) == (0.5, 0.0)
    rows = by_id(answered(connection, QUESTION, government="02005", limit="100"))
    assert (rows[SAN_DIEGO]["signatory_count"], rows[DALLAS]["is_new"]) == (2, True)


def test_themes_wanted_and_known(connection: Connection) -> None:
    # Records with San Diego are about culture, economy and environment.
    given: dict[str, Given] = {"theme": ["culture", "economy", "health"]}
    answer = answered(connection, QUESTION, government="02005", **only("theme"), **given)
    rows = by_id(answer)
    assert rows[SAN_DIEGO]["score"] == pytest.approx(2 / 3, abs=1e-4)
    assert rows[SAN_DIEGO]["shared_themes"] == ["culture", "economy"]
    assert rows[AVALON]["unknown"] == ["theme"]
    assert "temas en común: cultura, economía" in rows[SAN_DIEGO]["reasons_es"]
    behind = {
        each["record_id"]
        for each in answer.series["evidence"]
        if (each["partner_id"], each["contribution"]) == (SAN_DIEGO, "theme")
    }
    assert behind == {"t02", "t03"}


def test_themes_known_of_the_government(connection: Connection) -> None:
    # 02004 wants what its agreements and its network (climate, heritage) are about.
    answer = answered(connection, QUESTION, government="02004")
    assert {row["theme"] for row in answer.series["needs"]} == {
        "climate",
        "culture",
        "economy",
        "trade_investment",
    }
    assert {row["record_id"] for row in answer.series["needs"] if row["theme"] == "climate"} == {"m1"}
    # No agreement and no network of 02005: no theme, and it is said.
    bare = answered(connection, QUESTION, government="02005", limit="100")
    assert bare.summary["themes_wanted"] == 0
    assert all("theme" in row["unknown"] for row in bare.data)
    assert any("choose themes" in caveat.en for caveat in bare.caveats)


def test_migrants_of_a_municipality_of_its_state_and_of_another(connection: Connection) -> None:
    # A corridor of 01001 leads to Dallas in Texas: 1 there, half of 0.5 elsewhere in Texas.
    found = scores(connection, "01001", "migrants")
    assert found[DALLAS] == pytest.approx(1.0)
    assert found[SAN_DIEGO] == pytest.approx(0.3)  # the consulate
    # Its state sees the same fact; another municipality does not, and nothing is known of its migrants.
    assert scores(connection, "01", "migrants")[DALLAS] == pytest.approx(1.0)
    assert DALLAS not in scores(connection, "01002", "migrants")
    row = by_id(answered(connection, QUESTION, government="01001", limit="100"))[DALLAS]
    assert "hay migrantes de Aguascalientes en Texas" in row["reasons_es"]
    assert "corridors/c1" in row["record_ids"]


def test_distance_and_language(connection: Connection) -> None:
    table = LAYER_TABLES["municipalities"].c
    lon, lat = connection.execute(select(table.lon, table.lat).where(table.cvegeo == "01001")).one()
    km = Geod(ellps="GRS80").inv(lon, lat, -117.16472, 32.71571)[2] / 1000
    row = by_id(answered(connection, QUESTION, government="01001", limit="100", **only("distance")))
    assert row[SAN_DIEGO]["distance_km"] == pytest.approx(km, abs=0.06)
    assert row[SAN_DIEGO]["score"] == pytest.approx(1 / (1 + km / 200), abs=1e-4)
    assert row[TEXAS]["distance_km"] is None
    spoken = scores(connection, "01001", "language")
    assert (spoken[SAN_DIEGO], spoken[BUSAN], NETWORK in spoken) == (0.5, 0.0, False)


def test_similar_governments_count_by_their_similarity(connection: Connection) -> None:
    # Only borders and coast are known: the most similar to 02003 with any agreement is 02001, as near to the
    # north and on the sea like it; 02002 between them is not.
    answer = answered(connection, QUESTION, government="02003", similar_count="1", limit="100")
    (peer,) = answer.series["similar"]
    found = scores(connection, "02003", "similar", similar_count="1")
    weight = peer["weight"]
    assert found[REDONDO] == pytest.approx(weight / (1 + weight), abs=1e-3)
    assert (
        answered(connection, QUESTION, government="02003", similar_count="2500").summary["similar_considered"]
        == 4
    )
    assert any("census_2020" in name for name in answer.run["similarity_missing"])
    assert any("INEGI" in caveat.es and "atlas etl run" in caveat.es for caveat in answer.caveats)


def test_contributions_add_up_and_order(connection: Connection) -> None:
    answer = answered(connection, QUESTION, government="02005", limit="100")
    assert [row["place"] for row in answer.data] == list(range(1, len(answer.data) + 1))
    for row in answer.data:
        parts = [row[f"{name}_part"] for name in CONTRIBUTIONS]
        assert row["score"] == pytest.approx(sum(parts), abs=5e-4)
        assert all(row[f"{name}_part"] == 0 for name in row["unknown"])
        assert 0 <= row["score"] <= 1
    assert CONTRIBUTION.values == CONTRIBUTIONS == tuple(DEFAULT_WEIGHTS)
    every = [row["score"] for row in answer.data]
    assert every == sorted(every, reverse=True)
    assert any(every)
    second = answered(connection, QUESTION, government="02005", limit="2", offset="2")
    assert [row["place"] for row in second.data] == [3, 4]
    by_name = answered(connection, QUESTION, government="02005", limit="2", sort="name")
    assert [row["name"] for row in by_name.data] == ["Avalon", "Busan"]


def test_partners_that_it_has_are_no_candidates(connection: Connection) -> None:
    found = by_id(answered(connection, QUESTION, government="02004", limit="100"))
    assert not {SAN_DIEGO, BUSAN} & set(found)
    # Not even where the filters leave the record out.
    strict = by_id(answered(connection, QUESTION, government="02004", limit="100", status="in_force"))
    assert not {SAN_DIEGO, BUSAN} & set(strict)
    # A partner in Mexico is none abroad.
    assert not any(row["country"] == "MX" for row in found.values())


def test_every_record_behind_a_candidate_has_its_source(connection: Connection) -> None:
    answer = answered(connection, QUESTION, government="02005", limit="100")
    assert {each["contribution"] for each in answer.series["evidence"]} >= {"neighbors", "record", "state"}
    for layer_id in ("agreements", "corridors", "offices"):
        table = LAYER_TABLES[layer_id].c
        known = {row.id: row.source_id for row in connection.execute(select(table.id, table.source_id))}
        for each in answer.series["evidence"]:
            if each["layer_id"] == layer_id:
                assert each["source_id"] == known[each["record_id"]]


def test_filters(connection: Connection) -> None:
    def ids(**given: Given) -> set[str]:
        return set(by_id(answered(connection, QUESTION, government="02005", limit="100", **given)))

    assert ids(country="KR") == {BUSAN}
    assert ids(partner_type="state_or_province") == {TEXAS, CALIFORNIA}
    assert ids(country="ZZ") == set()
    strange = answered(connection, QUESTION, government="02005", country="ZZ")
    assert any("No country has the code ZZ" in caveat.en for caveat in strange.caveats)
    near = answered(connection, QUESTION, government="02005", distance_km_max="5000", country="US")
    assert TEXAS not in by_id(near)
    assert any("sin punto" in caveat.es for caveat in near.caveats)
    assert ids(distance_km_min="9000") == {BUSAN}


def test_what_is_refused(connection: Connection) -> None:
    zero: dict[str, Given] = {f"weight_{name}": "0" for name in CONTRIBUTIONS}
    with pytest.raises(BadParameter, match="all weights that count here are zero"):
        answered(connection, QUESTION, **zero)
    with pytest.raises(BadParameter, match="is less than `distance_km_min`, which is 20000"):
        answered(connection, QUESTION, distance_km_min="20000", distance_km_max="1")
    for code in ("02099", "77"):
        with pytest.raises(BadParameter, match="no municipality or state"):
            answered(connection, QUESTION, government=code)
    for name, value in (("government", "2004"), ("weight_theme", "1.5"), ("similar_count", "0")):
        with pytest.raises(BadParameter):
            answered(connection, QUESTION, **{name: value})


def test_a_state_that_nobody_researched(connection: Connection) -> None:
    answer = answered(connection, QUESTION, government="01005", limit="100")
    assert answer.number_matched == len(answer.data) > 0
    assert all("neighbors" in row["unknown"] for row in answer.data)
    assert any("Ninguna fuente cubre" in caveat.es for caveat in answer.caveats)


def test_the_map(connection: Connection) -> None:
    painting = painted(connection, QUESTION, government="02005")
    assert painting.layer_id == "municipalities"
    assert painting.classes["government"] == ["02005"]
    assert painting.classes["neighbor"] == ["02001", "02002", "02004"]
    drawn = [
        each["properties"]["partner_id"] for each in painting.features if each["geometry"]["type"] == "Point"
    ]
    assert {SAN_DIEGO, AVALON, REDONDO, BUSAN, DALLAS} == set(drawn)
    assert painted(connection, QUESTION, government="02").layer_id == "states"


def test_a_pair_taken_out_is_not_known(connection: Connection) -> None:
    records = candidate_reading.read(connection, {})
    left = records.without("02004", SAN_DIEGO)
    assert {each.id for each in records.signatures} - {each.id for each in left.signatures} == {
        "t01",
        "t02",
        "t03",
    }
    scorer = Scorer(records)
    scored = scorer.scored("02004", Options(), left.signatures)
    again = Scorer(left).scored("02004", Options())
    place = records.position[SAN_DIEGO]
    assert not scored.is_partner[place]
    assert scored.signatory_count[place] == again.signatory_count[place] == 1
    assert scored.values.tobytes() == again.values.tobytes()
