"""Groups by hand on the tiny country, and against plain loops and networkx on the real register."""

from collections import defaultdict
from typing import Any

import networkx as nx
import pytest
import shapely
from sqlalchemy import Connection, select

from geo.questions.question import Answer, BadParameter
from geo.statistics.similarity import read as read_profiles
from geo.tables import CONTIGUITY, LAYER_TABLES
from tests.geo.questions.asking import Given, answered, column, painted
from tests.geo.questions.conftest import National
from tests.geography import cell

QUESTION = "regional-partners"
SAN_DIEGO, BUSAN = "gn-5391811", "gn-1838524"
# Three that touch one another, and an island.
GROUP = "02001,02002,02004,02010"


def table(answer: Answer, name: str, key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in answer.series[name]}


def roles(answer: Answer, role: str) -> list[str]:
    return [row["cvegeo"] for row in answer.data if row["role"] == role]


def members(connection: Connection, **given: Given) -> set[str]:
    return set(roles(answered(connection, QUESTION, show="members", limit="3000", **given), "member"))


def test_coverage_of_a_group(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member=GROUP)
    expected = {
        "members": 4,
        "with_agreements": 4,
        "none_known": 0,
        "not_researched": 0,
        "known_agreements": 7,
        "partners": 5,
        "shared_partners": 1,
        "countries": 2,
        "themes": 6,
        "networks": 1,
        "coverage_pct": 100.0,
        "contiguous_parts": 2,
        "candidates": 5,
        "compared_members": 0,
    }
    assert answer.summary == expected
    assert roles(answer, "member") == ["02001", "02002", "02004", "02010"]
    assert column(answer, "cvegeo", "agreement_count")["02004"] == 3


def test_gaps_are_told_from_what_nobody_researched(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member="02004,02005,01001", show="gaps")
    assert column(answer, "cvegeo", "knowledge") == {"02005": "none_known", "01001": "not_researched"}
    assert answer.summary["coverage_pct"] == 50.0  # of the two that were researched
    assert any("de 3 miembros" in caveat.es for caveat in answer.caveats)


def test_shared_partners_and_themes(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member=GROUP)
    assert answer.series["shared_partners"][0]["partner_id"] == SAN_DIEGO
    partners = table(answer, "shared_partners", "partner_id")
    assert (partners[SAN_DIEGO]["members"], partners[SAN_DIEGO]["is_shared"]) == (["02002", "02004"], True)
    assert (partners[BUSAN]["members"], partners[BUSAN]["lacking_count"]) == (["02004"], 3)
    themes = table(answer, "shared_themes", "theme")
    assert themes["culture"]["members"] == ["02001", "02004"]
    assert set(themes) == {"culture", "economy", "education", "environment", "tourism", "trade_investment"}


def test_who_could_open_which_door(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member=GROUP)
    doors = {(row["kind"], row["key"]): row for row in answer.series["doors"]}
    door = doors["partner", SAN_DIEGO]
    assert (door["openers"], door["opened"]) == (["02002", "02004"], ["02001", "02010"])
    assert sorted(door["record_ids"]) == ["t01", "t02", "t03", "t11"]
    assert door["source_ids"]
    assert doors["network", "NET-A"]["record_ids"] == ["m1"]
    assert doors["theme", "environment"]["record_ids"] == ["t11"]
    # 02004 has two partners that others lack, and lacks three of the group's five.
    row = next(row for row in answer.data if row["cvegeo"] == "02004")
    assert (row["doors_opened_count"], row["doors_open_count"]) == (2, 3)
    assert row["partners"] == ["Busan", "San Diego"]
    # Mexicali has the network that 02004 lacks, Ensenada and Isla Cedros one partner each.
    assert row["introducers"] == ["Ensenada (1)", "Isla Cedros (1)", "Mexicali (1)"]
    assert row["networks"] == ["networks/NET-A"]
    assert row["record_ids"] == ["agreements/t04", "agreements/t01", "agreements/t02", "agreements/t03"]
    # What all have opens no door.
    alone = answered(connection, QUESTION, member="02004")
    assert alone.series["doors"] == []


def test_municipalities_that_touch_the_group(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member=GROUP, show="candidates")
    touched = column(answer, "cvegeo", "touched_members_count")
    assert touched == {"02003": 1, "02005": 3, "02006": 1, "02007": 1, "02008": 1}
    similarity = [row["similarity"] for row in answer.data]
    assert similarity == sorted(similarity, reverse=True)
    # Between two parts that it touches it would make one of them.
    bridge = answered(connection, QUESTION, member="02001,02003", show="candidates")
    assert column(bridge, "cvegeo", "joined_groups_count")["02002"] == 2
    assert column(bridge, "cvegeo", "joined_groups_count")["02004"] == 1


def test_contiguous_parts(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member=GROUP)
    assert [row["members"] for row in answer.series["parts"]] == [["02001", "02002", "02004"], ["02010"]]
    assert column(answer, "cvegeo", "group_number")["02010"] == 2
    assert not any(row["is_whole_group"] for row in answer.series["parts"])
    whole = answered(connection, QUESTION, member="02001,02002")
    assert [row["is_whole_group"] for row in whole.series["parts"]] == [True]


def test_an_association_a_state_and_a_list_together(connection: Connection) -> None:
    assert members(connection, network="NET-A") == {"02004"}
    assert members(connection, state="01") == {f"0100{number}" for number in range(1, 10)}
    assert members(connection, network="NET-A", member="02001", state="01") == {
        "02001",
        "02004",
        *(f"0100{number}" for number in range(1, 10)),
    }


def test_an_association_without_municipal_members(connection: Connection) -> None:
    # Its only municipal membership ended in 2018.
    answer = answered(connection, QUESTION, network="NET-B")
    assert (answer.data, answer.summary["members"]) == ([], 0)
    assert any("Intermunicipal Board of the Centre" in caveat.en for caveat in answer.caveats)


def test_a_drawn_polygon(connection: Connection) -> None:
    inside = shapely.to_wkt(cell("02005").buffer(-0.01))
    assert members(connection, polygon=inside) == {"02005"}
    # Over the border of two: both are touched, neither is within, and neither point is in it.
    across = shapely.to_wkt(shapely.box(-101.85, 21.85, -101.75, 21.95))
    assert members(connection, polygon=across) == {"02004", "02005"}
    assert members(connection, polygon=across, polygon_rule="within") == set()
    assert members(connection, polygon=across, polygon_rule="point") == set()
    row = shapely.to_wkt(shapely.box(-102.05, 21.95, -101.35, 22.25))
    assert members(connection, polygon=row, polygon_rule="within") == {"02001", "02002", "02003"}
    assert members(connection, polygon=row, polygon_rule="point") == {"02001", "02002", "02003"}
    assert members(connection, polygon=row) == {f"0200{number}" for number in range(1, 7)}
    drawn = shapely.to_geojson(cell("02005").buffer(-0.01))
    assert members(connection, polygon=drawn) == {"02005"}


def test_a_polygon_outside_mexico(connection: Connection) -> None:
    answer = answered(connection, QUESTION, polygon="POLYGON ((0 0, 1 0, 1 1, 0 0))")
    assert (answer.data, answer.number_matched, answer.summary["members"]) == ([], 0, 0)
    assert any("outside Mexico" in caveat.en for caveat in answer.caveats)
    with pytest.raises(BadParameter):
        answered(connection, QUESTION, polygon="POLYGON ((0 0, 1 0")


def test_nothing_chosen(connection: Connection) -> None:
    answer = answered(connection, QUESTION)
    assert (answer.data, answer.summary["coverage_pct"]) == ([], None)
    assert any("Elija el grupo" in caveat.es for caveat in answer.caveats)


def test_two_groups_compared(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member="02001,02004", compare_member="02002,02004,02005")
    compared = {row["measure"]: (row["first"], row["second"]) for row in answer.series["comparison"]}
    assert compared["members"] == (2, 3)
    assert compared["with_agreements"] == (2, 2)
    assert compared["known_agreements"] == (4, 5)
    assert compared["partners"] == (3, 3)
    assert compared["shared_partners"] == (0, 1)
    cells = {(row["measure_en"], row["group_en"]): row["count"] for row in answer.series["comparison_cells"]}
    assert cells["Municipalities", "The other group"] == 3
    common = {(row["kind"], row["key"]) for row in answer.series["in_common"]}
    assert {("member", "02004"), ("partner", SAN_DIEGO), ("network", "NET-A"), ("country", "US")} <= common
    network = answered(connection, QUESTION, member="02001", compare_network="NET-A")
    assert network.summary["compared_members"] == 1


def test_filters_on_agreements(connection: Connection) -> None:
    answer = answered(connection, QUESTION, member=GROUP, partner_country="KR")
    assert (answer.summary["known_agreements"], answer.summary["with_agreements"]) == (1, 1)


def test_the_map(connection: Connection) -> None:
    painting = painted(connection, QUESTION, member="02004,02005,01001", compare_member="02001,02004")
    assert painting.classes["with_agreements"] == ["02004"]
    assert painting.classes["none_known"] == ["02005"]
    assert painting.classes["not_researched"] == ["01001"]
    assert painting.classes["compared"] == ["02001"]
    assert "02002" in painting.classes["candidate"]
    drawn = [
        (each["geometry"]["type"], each["properties"]["partner_id"], each["properties"]["class"])
        for each in painting.features
    ]
    assert sorted(drawn) == [
        ("LineString", BUSAN, "partner"),
        ("LineString", SAN_DIEGO, "partner"),
        ("Point", BUSAN, "partner"),
        ("Point", SAN_DIEGO, "partner"),
    ]


def test_what_is_refused(connection: Connection) -> None:
    refused: list[dict[str, Given]] = [
        {"member": "02099"},
        {"network": "NET-ZZ"},
        {"state": "77"},
        {"compare_member": "02099"},
        {"member": "2004"},
        {"polygon": "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"},
    ]
    for given in refused:
        with pytest.raises(BadParameter):
            answered(connection, QUESTION, **given)


def _around(connection: Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, other in connection.execute(select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)).all():
        found[code].add(other)
    return found


@pytest.mark.slow
def test_an_association_of_the_real_register(national: National) -> None:
    group = {
        row["mx_cvegeo"]
        for row in national.register.rows("memberships")
        if row["network_id"] == "NET-IMEPLAN" and row["mx_cvegeo"] and not row["until_year"]
    }
    assert len(group) > 5
    known = [key for key in national.register.known() if key[0] in group]
    having: dict[str, set[str]] = defaultdict(set)
    for code, partner, _ in known:
        having[partner].add(code)
    answer = answered(national.connection, QUESTION, network="NET-IMEPLAN", limit="3000")
    assert set(roles(answer, "member")) == group
    assert answer.summary["known_agreements"] == len(known)
    assert {row["partner_id"]: set(row["members"]) for row in answer.series["shared_partners"]} == having
    around = _around(national.connection)
    assert set(roles(answer, "candidate")) == {other for code in group for other in around[code]} - group
    profiles = read_profiles(national.connection)
    codes = profiles.codes.tolist()
    for row in answer.data[len(group) : len(group) + 5]:
        own = profiles.values[codes.index(row["cvegeo"])]
        alike = [
            sum(
                weight * (1 - abs(mine - theirs))
                for weight, mine, theirs in zip(
                    profiles.weights, own, profiles.values[codes.index(code)], strict=True
                )
            )
            for code in sorted(group)
        ]
        assert row["similarity"] == pytest.approx(sum(alike) / len(alike), abs=1e-4)


@pytest.mark.slow
def test_a_thousand_codes_in_parts(national: National) -> None:
    table = LAYER_TABLES["municipalities"].c.cvegeo
    every = national.connection.execute(select(table).order_by(table)).scalars().all()
    chosen = every[::2][:1000]
    answer = answered(national.connection, QUESTION, member=",".join(chosen), limit="3000")
    assert answer.summary["members"] == 1000
    graph = nx.Graph()
    graph.add_nodes_from(chosen)
    around = _around(national.connection)
    graph.add_edges_from((code, other) for code in chosen for other in around[code] if other in set(chosen))
    expected = {frozenset(part) for part in nx.connected_components(graph)}
    assert {frozenset(row["members"]) for row in answer.series["parts"]} == expected


@pytest.mark.slow
def test_a_polygon_over_the_real_country(national: National) -> None:
    drawn = shapely.box(-103.8, 20.3, -103.0, 21.0)
    table = LAYER_TABLES["municipalities"].c
    rows = national.connection.execute(select(table.cvegeo, table.feature_geometry).order_by(table.cvegeo))
    shapes = {code: shapely.from_geojson(text) for code, text in rows.all() if code[:2] in {"14", "32", "16"}}
    for rule, holds in (("intersects", drawn.intersects), ("within", drawn.contains)):
        expected = {code for code, shape in shapes.items() if holds(shape)}
        given = {"polygon": shapely.to_wkt(drawn), "polygon_rule": rule}
        assert members(national.connection, **given) == expected
