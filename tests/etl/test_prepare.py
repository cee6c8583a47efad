"""Partners, sources, research and distances, each against numbers that can be counted by hand."""

from typing import Any

import pytest
from pyproj import Geod

from etl.prepare.citations import source_id, sources_frame
from etl.prepare.counts import agreement_counts
from etl.prepare.distances import municipality_distances
from etl.prepare.partners import partner_id, partner_places_frame


def record(**values: Any) -> dict[str, Any]:
    """An international twinning of Tijuana with San Diego, but for what is given."""
    row = {
        "level": "municipal",
        "cvegeo": "02004",
        "cve_ent": "02",
        "scope": "international",
        "instrument": "hermanamiento",
        "partner_geonameid": "5391811",
        "partner_name": "San Diego",
        "partner_type": "city",
        "partner_country": "US",
        "partner_admin1": "California",
        "source_id": "src-1",
        "geom": None,
    } | values
    return row | {"partner_id": partner_id(row)}


@pytest.mark.parametrize(
    ("sources", "research"),
    [((), "not_researched"), (("a",), "thin"), (("a", "b"), "thin"), (("a", "b", "c"), "researched")],
)
def test_research_of_a_state_follows_from_its_sources(sources: tuple[str, ...], research: str) -> None:
    counts = agreement_counts([record(source_id=each) for each in sources])
    assert counts.research_of_state("02") == research
    expected = "not_researched" if research == "not_researched" else "researched"
    assert counts.research_of_municipality("02001") == expected


def test_a_record_of_the_state_itself_says_nothing_of_its_municipalities() -> None:
    counts = agreement_counts([record(level="state", cvegeo=None)])
    assert counts.research_of_state("02") == "not_researched"
    assert (counts.known["02"], counts.municipal_known.get("02", 0)) == (1, 0)


def test_domestic_agreements_show_research_and_are_not_counted() -> None:
    counts = agreement_counts([record(scope="domestic")])
    assert counts.research_of_state("02") == "thin"
    assert counts.known.get("02004", 0) == 0
    assert counts.any_record == {"02004"}


def test_renewals_and_contradictions_are_one_known_agreement() -> None:
    rows = [record(), record(source_id="src-2"), record(instrument="memorandum")]
    counts = agreement_counts(rows)
    assert (counts.known["02004"], counts.records["02004"]) == (2, 3)
    assert partner_places_frame(rows)["agreement_count"] == [2]


def test_one_place_of_several_names_is_called_as_most_call_it() -> None:
    rows = [record(partner_name=name) for name in ("San Diego", "San Diego, California", "San Diego")]
    places = partner_places_frame(rows)
    assert (places["id"], places["name"]) == (["gn-5391811"], ["San Diego"])


@pytest.mark.parametrize(
    ("country", "admin1", "name", "identifier"),
    [
        ("US", "Texas", "Laredo", "us-texas-laredo"),
        ("US", None, "Texas", "us-texas"),
        (
            None,
            None,
            "Organización Internacional para las Migraciones",
            "organizacion-internacional-para-las-migraciones",
        ),
        ("CN", None, "Xi'an", "cn-xian"),
    ],
)
def test_a_partner_without_a_geonames_place_is_known_by_its_names(
    country: str | None, admin1: str | None, name: str, identifier: str
) -> None:
    row = record(partner_geonameid=None, partner_country=country, partner_admin1=admin1, partner_name=name)
    assert row["partner_id"] == identifier


def test_a_source_is_its_title_address_and_date() -> None:
    ids = {
        source_id("Informe", None, "2020"),
        source_id("Informe", None, "2021"),
        source_id("Informe", "2020", None),
        source_id("Informe2020", None, None),
    }
    assert len(ids) == 4
    cited = {"source_title": "Informe", "source_url": None, "source_date": "2020"}
    key = source_id("Informe", None, "2020")
    rows = [{**cited, "source_id": key, "retrieved": day} for day in ("2026-11-20", "2026-11-02")]
    frame = sources_frame(rows)
    assert (frame["id"], frame["record_count"], frame["retrieved"]) == ([key], [2], ["2026-11-20"])


def test_distances_equal_a_plain_loop() -> None:
    places = {
        "01001": (-102.3, 21.9),
        "02004": (-116.9, 32.5),
        "31050": (-89.6, 20.97),
        "09015": (-99.1, 19.4),
    }
    targets = frozenset({"02004", "31050"})
    lon, lat = zip(*places.values(), strict=True)
    frame = municipality_distances(list(places), lon, lat, targets)
    found = dict(
        zip(zip(frame["cvegeo"], frame["to_cvegeo"], strict=True), frame["distance_km"], strict=True)
    )
    geod = Geod(ellps="GRS80")
    assert found == {
        (start, end): round(geod.inv(*places[start], *places[end])[2] / 1000, 3)
        for start in places
        for end in targets
        if start != end
    }
    assert list(frame["cvegeo"]) == sorted(frame["cvegeo"])
