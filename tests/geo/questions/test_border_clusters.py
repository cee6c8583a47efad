"""Groups along the borders, by eye on the tiny country."""

from collections import Counter
from collections.abc import Callable, Iterator
from shutil import copytree

import networkx as nx
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from etl.run import run
from geo.crs import ELLIPSOID
from geo.questions.border_clusters.groups import Group, components, label, transborder_groups
from geo.questions.border_clusters.transborder import Link, Partner, distance_km
from geo.questions.question import BadParameter
from geo.store import Reader, store_at
from tests.conftest import EngineKind
from tests.geo.questions.asking import answered, column, painted
from tests.releases import REGISTER, tiny_sources

# The two rows of squares next to the United States, and the island 30 km from the line.
NORTH = {"border": "north", "north_km": "40"}
SOUTH = ["01006", "01007", "01008", "01009"]
# Directly north of 02001, a tenth of a degree beyond the line; and 89 km from it.
SAN_DIEGO, REDONDO_BEACH = (-101.9, 22.3), (-101.7, 23.0)


@pytest.fixture(scope="module")
def border(
    engine_kind: EngineKind,
    new_store_url: Callable[[EngineKind], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Connection]:
    """The tiny country whose partners San Diego and Redondo Beach lie just across its border."""
    register = tmp_path_factory.mktemp("register") / "register"
    copytree(REGISTER, register)
    path = register / "agreements.csv"
    text = path.read_text(encoding="utf-8")
    for published, moved in (
        ("32.71571,-117.16472,5391811", f"{SAN_DIEGO[1]},{SAN_DIEGO[0]},5391811"),
        ("33.84918,-118.38841,5386834", f"{REDONDO_BEACH[1]},{REDONDO_BEACH[0]},5386834"),
    ):
        assert published in text
        text = text.replace(published, moved)
    path.write_text(text, encoding="utf-8")
    store = store_at(new_store_url(engine_kind))
    run(store, tiny_sources(register))
    reader = Reader(store)
    with reader.connection() as connection:
        yield connection
    reader.close()


def test_contiguous_groups_by_eye(border: Connection) -> None:
    answer = answered(border, "border-clusters", **NORTH)
    assert [row["municipality_codes"] for row in answer.data] == [["02001", "02002", "02004"], ["02010"]]
    group = answer.data[0]
    assert (group["id"], group["label_es"], group["border"]) == (
        "02001",
        "Tijuana, Mexicali y Ensenada",
        "north",
    )
    assert {
        name: group[name]
        for name in (
            "agreement_count",
            "hermanamiento_count",
            "partner_count",
            "first_year",
            "last_year",
            "undated_count",
            "themeless_count",
        )
    } == {
        "agreement_count": 6,
        "hermanamiento_count": 3,
        "partner_count": 4,
        "first_year": 1993,
        "last_year": 2020,
        "undated_count": 2,
        "themeless_count": 1,
    }
    assert group["countries"] == ["KR", "US"]
    assert group["partner_types"] == ["city", "international_organization"]
    assert {"culture", "environment", "trade_investment"} <= set(group["themes"])
    assert (answer.summary["municipalities"], answer.summary["with_agreements"]) == (7, 4)
    assert (answer.summary["contiguous_groups"], answer.summary["contiguous_groups_of_several"]) == (2, 1)
    assert [(row["id"], row["agreement_count"]) for row in answer.series["groups"]] == [
        ("02001", 6),
        ("02010", 1),
    ]


@pytest.mark.parametrize(("least", "expected"), [("2", [["02002", "02004"]]), ("3", [["02004"]]), ("4", [])])
def test_the_least_number_of_agreements(border: Connection, least: str, expected: list[list[str]]) -> None:
    # 02002 and 02004 meet in a corner.
    answer = answered(border, "border-clusters", min_agreements=least, **NORTH)
    assert [row["municipality_codes"] for row in answer.data] == expected


def test_near_partners_join(border: Connection) -> None:
    answer = answered(border, "border-clusters", show="transborder", **NORTH)
    assert [row["id"] for row in answer.data] == ["02001"]  # Avalon is far from the island
    group = answer.data[0]
    assert group["label_en"] == "Tijuana, Mexicali and Ensenada – San Diego and Redondo Beach"
    assert (group["near_partner_count"], group["partner_count"]) == (2, 4)
    links = {(row["cvegeo"], row["partner_name"]): row for row in answer.series["links"]}
    assert {pair: row["agreement_count"] for pair, row in links.items()} == {
        ("02001", "Redondo Beach"): 1,
        ("02002", "San Diego"): 1,
        ("02004", "San Diego"): 2,
    }
    # From 22.2 and from 22.0 degrees north to 22.3, straight along the meridian.
    for code, south in (("02004", 22.0),):
        apart = ELLIPSOID.inv(SAN_DIEGO[0], south, *SAN_DIEGO)[2] / 1000
        assert links[code, "San Diego"]["distance_km"] == pytest.approx(apart, abs=0.02)
    corner = ELLIPSOID.inv(-101.8, 22.2, *SAN_DIEGO)[2] / 1000
    assert links["02002", "San Diego"]["distance_km"] == pytest.approx(corner, abs=0.02)
    assert answer.summary["unplaced_partners"] == 1
    assert any("1 partners of the region have no position" in caveat.en for caveat in answer.caveats)


@pytest.mark.parametrize(
    ("km", "near"), [("10", []), ("20", ["San Diego"]), ("95", ["Redondo Beach", "San Diego"])]
)
def test_how_near_a_partner_must_be(border: Connection, km: str, near: list[str]) -> None:
    answer = answered(border, "border-clusters", show="transborder", partner_km=km, **NORTH)
    assert [sorted(row["near_partner_names"]) for row in answer.data] == ([near] if near else [])


def test_who_belongs_to_the_region(border: Connection) -> None:
    def codes(**asked: str) -> list[str]:
        shown = answered(border, "border-clusters", show="municipalities", sort="id", **asked)
        assert shown.feature_key is not None
        assert shown.feature_key.column == "id"
        return [row["id"] for row in shown.data]

    assert codes(border="north", region="touches") == ["02001", "02002", "02003"]
    assert codes(border="south", region="touches") == SOUTH  # 01006 in a corner
    assert codes(region="touches") == [*SOUTH, "02001", "02002", "02003"]
    assert codes(border="north", region="state") == [f"020{number:02}" for number in range(1, 11)]
    assert codes(border="south", region="within_km", south_km="0") == SOUTH
    assert len(codes(border="north", north_km="100")) == 16  # all but the last row
    assert len(codes()) == 19


def test_a_border_that_nobody_researched(border: Connection) -> None:
    answer = answered(border, "border-clusters", border="south", region="touches")
    assert (answer.data, answer.summary["not_researched"], answer.summary["none_known"]) == ([], 4, 0)
    assert any("4 municipalities of the region are not researched" in caveat.en for caveat in answer.caveats)
    painting = painted(border, "border-clusters", border="south", region="touches")
    assert painting.classes["not_researched"] == SOUTH


def test_population_that_is_not_loaded_is_named_and_not_replaced(border: Connection) -> None:
    answer = answered(border, "border-clusters", show="municipalities", **NORTH)
    assert {row["cluster"] for row in answer.data} == {"no_value"}
    assert {row["p"] for row in answer.data} == {None}
    assert answer.run["is_tested"] is False
    told = " ".join(caveat.en for caveat in answer.caveats)
    assert "INEGI" in told
    assert "load it" in told
    assert "measure=count" in told
    groups = answered(border, "border-clusters", **NORTH)
    assert {row["significant_count"] for row in groups.data} == {None}


def test_significance_is_that_of_hot_spots(border: Connection) -> None:
    # Only state 02 is researched, so that it alone is compared.
    given = {"permutations": "199", "seed": "3"}
    ours = answered(
        border, "border-clusters", show="municipalities", measure="count", sort="id", **NORTH, **given
    )
    theirs = answered(border, "hotspots", state="02", compared_with="selection", **given)
    for name in ("lag", "statistic", "z", "p", "cluster"):
        expected = column(theirs, "cvegeo", name)
        assert column(ours, "id", name) == {row["id"]: expected[row["id"]] for row in ours.data}, name
    assert ours.run["tests"] == 9
    assert ours.summary["moran_i"] == theirs.summary["moran_i"]
    alone = answered(
        border,
        "border-clusters",
        show="municipalities",
        measure="count",
        compared_with="region",
        **NORTH,
        **given,
    )
    assert alone.run["tests"] == 6


def test_joins_need_no_population(border: Connection) -> None:
    given = {"show": "municipalities", "statistic": "join_count", "sort": "id", **NORTH}
    answer = answered(border, "border-clusters", **given)
    joined = {code: count for code, count in column(answer, "id", "statistic").items() if count is not None}
    assert joined == {"02001": 2, "02002": 2, "02004": 2}
    answer = answered(border, "border-clusters", min_agreements="2", **given)
    joined = {code: count for code, count in column(answer, "id", "statistic").items() if count is not None}
    assert joined == {"02002": 1, "02004": 1}
    groups = answered(
        border, "border-clusters", statistic="join_count", correction="none", significance="0.5", **NORTH
    )
    # Of nine others three are ones. That two or more of three are has a chance of 19 in 84; of the five of
    # 02002 and of 02004 it is 75 in 126.
    assert [row["significant_count"] for row in groups.data] == [1, 0]


def test_the_map(border: Connection) -> None:
    painting = painted(border, "border-clusters", show="transborder", **NORTH)
    assert painting.classes["group_02001"] == ["02001", "02002", "02004"]
    assert painting.classes["fewer"] == ["02010"]  # in no transborder group
    assert painting.classes["none_known"] == ["02003", "02005", "02006"]
    assert painting.legend[0].label.en.endswith("San Diego and Redondo Beach")
    kinds = Counter(each["properties"]["kind"] for each in painting.features)
    assert kinds == {"partner": 2, "link": 3}
    values = {entry.value for entry in painting.legend}
    assert all(each["properties"]["class"] in values for each in painting.features)
    points = [each["geometry"]["coordinates"] for each in painting.features]
    assert list(SAN_DIEGO) in points
    plain = painted(border, "border-clusters", **NORTH)
    assert (plain.classes["alone"], plain.features) == (["02010"], [])
    tested = painted(border, "border-clusters", show="municipalities", measure="count", **NORTH)
    assert tested.classes["island"] == ["02010"]
    assert sum(map(len, tested.classes.values())) == 7


def test_nothing_of_that_kind(border: Connection) -> None:
    empty = answered(border, "border-clusters", partner_country="ZZ")
    assert (empty.data, empty.summary["agreements"]) == ([], 0)
    assert painted(border, "border-clusters", partner_country="ZZ", show="transborder").features == []
    big = answered(border, "border-clusters", min_members="4", **NORTH)
    assert big.data == []
    five = answered(border, "border-clusters", min_members="5", show="transborder", **NORTH)
    assert [row["id"] for row in five.data] == ["02001"]
    with pytest.raises(BadParameter):
        answered(border, "border-clusters", region="somewhere")


@settings(deadline=None, max_examples=80)
@given(edges=st.sets(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefghxy")), max_size=12))
def test_components_are_those_of_networkx(edges: set[tuple[str, str]]) -> None:
    graph = nx.Graph()
    graph.add_nodes_from("abcdefgh")
    graph.add_edges_from(pair for pair in edges if pair[1] in "abcdefgh")
    expected = sorted(tuple(sorted(component)) for component in nx.connected_components(graph))
    assert components("abcdefgh", sorted(edges)) == expected


def test_two_municipalities_far_apart_meet_in_one_partner() -> None:
    partner = Partner("mission", "Mission", "US", (-98.3, 26.2))
    links = [Link("19045", partner, 90.0, 1), Link("28015", partner, 5.0, 1)]
    groups = transborder_groups(["19045", "28015", "28022"], [("28015", "28022")], links)
    assert [group.members for group in groups] == [("19045", "28015", "28022")]
    assert [each.id for each in groups[0].partners] == ["mission"]


def test_names_are_joined_as_spanish_joins_them() -> None:
    names = {"1": "Tijuana", "2": "Ixtapa", "3": "Hidalgo", "4": "Hierro"}
    assert label(Group(("1", "2")), names, {"1": 2}).es == "Tijuana e Ixtapa"
    assert label(Group(("1", "3")), names, {"1": 2}).es == "Tijuana e Hidalgo"
    assert label(Group(("1", "4")), names, {"1": 2}).es == "Tijuana y Hierro"


def test_a_point_inside_is_at_no_distance() -> None:
    assert distance_km(shapely.box(-100, 19, -99, 20), (-99.5, 19.5)) == 0.0
