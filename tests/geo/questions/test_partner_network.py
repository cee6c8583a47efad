"""The network of governments and partners, on the tiny country by eye.

Known in the tiny country: Tijuana with San Diego (two agreements) and Busan, Mexicali with San Diego and a
network of cities, Ensenada with Redondo Beach, Isla Cedros with Avalon, state 01 with Texas, state 02 with
California::

    Busan – 02004 = San Diego – 02002 – Red de Ciudades del Pacífico
    02001 – Redondo Beach   02010 – Avalon   01 – Texas   02 – California
"""

import pytest
from sqlalchemy import Connection, select

from geo.questions import question_named
from geo.questions.question import Answer, BadParameter
from geo.tables import LAYER_TABLES
from tests.geo.questions.asking import Given, answered, column, painted, understood

NAME = "partner-network"
PACIFIC = "red-de-ciudades-del-pacifico"


def ask(connection: Connection, **given: Given) -> Answer:
    return answered(connection, NAME, **given)


@pytest.fixture(scope="module")
def ids(connection: Connection) -> dict[str, str]:
    """The ids of the partners by name."""
    partners = LAYER_TABLES["partner_places"].c
    return {name: key for key, name in connection.execute(select(partners.id, partners.name))}


def test_nodes_and_links_of_the_tiny_country(connection: Connection, ids: dict[str, str]) -> None:
    answer = ask(connection)
    degrees = column(answer, "key", "degree")
    assert {key: degrees[key] for key in ("01", "02", "02001", "02002", "02004", "02010")} == {
        "01": 1, "02": 1, "02001": 1, "02002": 2, "02004": 2, "02010": 1,
    }  # fmt: skip
    assert column(answer, "key", "weighted_degree")["02004"] == 3
    names = ("nodes", "municipalities", "states", "partners", "links", "agreements", "components")
    assert {name: answer.summary[name] for name in names} == {
        "nodes": 13,
        "municipalities": 4,
        "states": 2,
        "partners": 7,
        "links": 8,
        "agreements": 9,
        "components": 5,
    }
    links = {(row["source"], row["target"]): row for row in answer.series["edges"]}
    twice = links["02004", ids["San Diego"]]
    assert (twice["weight"], twice["instruments"]) == (2, ["hermanamiento", "memorandum"])
    assert (twice["first_year"], twice["last_year"]) == (1993, 2014)
    assert twice["record_ids"] == ["t01", "t02", "t03"]
    assert twice["themes"] == ["culture", "economy"]


def test_measures_of_the_tiny_country(connection: Connection, ids: dict[str, str]) -> None:
    # The chain of five: of the 66 pairs of the other twelve, 3, 4 and 3 go through its inner nodes.
    between = {key: each for key, each in column(ask(connection), "key", "betweenness").items() if each}
    assert between == {"02004": 0.045455, ids["San Diego"]: 0.060606, "02002": 0.045455}
    component = column(ask(connection), "key", "component")
    chain = {"02002", "02004", ids["San Diego"], ids["Busan"], ids["Red de Ciudades del Pacífico"]}
    assert {key for key, number in component.items() if number == 1} == chain


def test_governments_that_share_partners(connection: Connection, ids: dict[str, str]) -> None:
    answer = ask(connection, view="governments")
    assert set(column(answer, "key", "kind").values()) == {"municipality", "state"}
    (link,) = answer.series["edges"]
    assert (link["source"], link["target"], link["weight"]) == ("02002", "02004", 1)
    assert link["shared"] == [ids["San Diego"]]
    assert answer.summary["agreements"] == 9
    partners = ask(connection, view="partners")
    assert {(row["source"], row["target"]): row["shared"] for row in partners.series["edges"]} == {
        tuple(sorted((ids["Busan"], ids["San Diego"]))): ["02004"],
        tuple(sorted((ids["Red de Ciudades del Pacífico"], ids["San Diego"]))): ["02002"],
    }
    assert ask(connection, min_weight="2").summary["links"] == 1
    assert ask(connection, min_weight="2").summary["nodes"] == 13


def test_nodes_of_one_layer_have_its_geometry(connection: Connection) -> None:
    partners = ask(connection, view="partners").feature_key
    assert partners is not None
    assert (partners.layer_id, partners.column) == ("partner_places", "key")
    towns = ask(connection, view="governments", level="municipal").feature_key
    assert towns is not None
    assert towns.layer_id == "municipalities"
    assert ask(connection).feature_key is None
    assert ask(connection, view="governments").feature_key is None


def test_filters_decide_who_is_in_the_network(connection: Connection) -> None:
    assert ask(connection, level="state").summary["nodes"] == 4
    assert ask(connection, state="01").summary["nodes"] == 2
    assert ask(connection, partner_type="international_organization").summary["nodes"] == 2
    assert ask(connection, theme="environment").summary["links"] == 1
    assert ask(connection, scope="domestic").summary["agreements"] == 2


def test_ego_networks(connection: Connection, ids: dict[str, str]) -> None:
    one = ask(connection, ego="02004")
    assert column(one, "key", "ego_depth") == {"02004": 0, ids["San Diego"]: 1, ids["Busan"]: 1}
    assert one.summary["agreements"] == 3
    assert any("red personal" in caveat.es for caveat in one.caveats)
    two = column(ask(connection, ego="02004", depth="2"), "key", "ego_depth")
    assert two["02002"] == 2
    three = column(ask(connection, ego="02004", depth="3"), "key", "ego_depth")
    assert three[ids["Red de Ciudades del Pacífico"]] == 3
    assert len(three) == 5
    around = ask(connection, ego=ids["San Diego"])
    assert set(column(around, "key", "degree")) == {"02002", "02004", ids["San Diego"]}
    assert around.summary["agreements"] == 3
    neighbours = ask(connection, view="governments", ego="02004")
    assert set(column(neighbours, "key", "degree")) == {"02002", "02004"}


def test_the_centre_has_no_agreement(connection: Connection) -> None:
    none = ask(connection, ego="02003")
    assert [(row["key"], row["degree"], row["agreement_count"]) for row in none.data] == [("02003", 0, 0)]
    assert "no se conoce ningún acuerdo de Tecate" in none.caveats[0].es
    nobody = ask(connection, ego="01001")
    assert "no se ha investigado" in nobody.caveats[0].es
    filtered = ask(connection, ego="02004", min_weight="9")
    assert "ningún vínculo" in filtered.caveats[0].es
    assert filtered.summary["nodes"] == 1


def test_a_path(connection: Connection, ids: dict[str, str]) -> None:
    answer = ask(connection, path_from="02002", path_to="02004")
    assert [row["key"] for row in answer.series["path"]] == ["02002", ids["San Diego"], "02004"]
    assert [row["weight"] for row in answer.series["path"]] == [None, 1, 2]
    assert (answer.summary["path"], answer.summary["path_links"]) == ("found", 2)
    assert answer.summary["path_equal_count"] == 1


def test_no_path_is_said_clearly(connection: Connection) -> None:
    apart = ask(connection, path_from="02001", path_to="02004")
    assert (apart.summary["path"], apart.series["path"]) == ("no_path", [])
    assert apart.caveats[0].en == (
        "There is no path: no chain of shared partners joins Ensenada and Tijuana under these filters."
    )
    silent = ask(connection, path_from="02004", path_to="01001")
    assert "no se ha investigado" in silent.caveats[1].es
    assert ask(connection).summary["path"] == "not_asked"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"ego": "99999"}, "ego"),
        ({"ego": "nowhere-at-all"}, "ego"),
        ({"ego": "bad key"}, "ego"),
        ({"ego": "02004", "view": "partners"}, "ego"),
        ({"depth": "0"}, "depth"),
        ({"depth": "4"}, "depth"),
        ({"path_from": "02004"}, "path_to"),
        ({"path_to": "02004"}, "path_from"),
        ({"path_from": "02004", "path_to": "02004"}, "path_to"),
        ({"path_from": "02004", "path_to": "99999"}, "path_to"),
        ({"path_from": "020", "path_to": "02004"}, "path_from"),
        ({"resolution": "0"}, "resolution"),
        ({"seed": "-1"}, "seed"),
    ],
)
def test_what_cannot_be_asked(connection: Connection, given: dict[str, str], name: str) -> None:
    with pytest.raises(BadParameter) as refused:
        ask(connection, **given)
    assert refused.value.name == name
    assert refused.value.reason.es != refused.value.reason.en


def test_a_partner_is_no_government(connection: Connection, ids: dict[str, str]) -> None:
    with pytest.raises(BadParameter, match="has governments only"):
        ask(connection, ego=ids["San Diego"], view="governments")


@pytest.mark.parametrize("given", [{"partner_country": "ZZ"}, {"as_of": "1900", "undated": "exclude"}])
@pytest.mark.parametrize("view", ["bipartite", "governments", "partners"])
def test_nothing_is_linked(connection: Connection, given: dict[str, str], view: str) -> None:
    answer = ask(connection, view=view, **given)
    assert (answer.data, answer.number_matched, answer.summary["modularity"]) == ([], 0, None)
    assert all(rows == [] for rows in answer.series.values())
    assert painted(connection, NAME, view=view, **given).features == []


def test_a_state_that_nobody_researched(connection: Connection) -> None:
    answer = ask(connection, state="01", level="municipal")
    assert answer.number_matched == 0
    assert any("No investigado" in caveat.es and "Aguascalientes" in caveat.es for caveat in answer.caveats)


def test_pages_and_order(connection: Connection) -> None:
    by_name = ask(connection, sort="label_es", limit="2", offset="1")
    assert [row["label_es"] for row in by_name.data] == ["Avalon", "Baja California (entidad)"]
    assert by_name.number_matched == 13


def test_the_map(connection: Connection, ids: dict[str, str]) -> None:
    painting = painted(connection, NAME, color_by="kind", path_from="02002", path_to="02004")
    assert painting.classes["municipality"] == ["02001", "02002", "02004", "02010"]
    drawn = [(each["geometry"]["type"], each["properties"]["class"]) for each in painting.features]
    placed = [row for row in ask(connection).data if row["lon"] is not None]
    assert drawn.count(("Point", "partner")) == sum(row["kind"] == "partner" for row in placed)
    assert drawn.count(("LineString", "path")) == 2
    busan = next(each for each in painting.features if each["properties"].get("target") == ids["Busan"])
    assert busan["geometry"]["type"] == "MultiLineString"
    communities = painted(connection, NAME)
    # Two agreements hold Tijuana and San Diego together; Mexicali is left with its network, a pair.
    assert communities.classes["community_1"] == ["02004"]
    assert communities.classes["other"] == ["02001", "02002", "02010"]
    alone = painted(connection, NAME, view="partners")
    assert not any(alone.classes.values())


def test_a_graph_is_the_whole_answer(connection: Connection) -> None:
    question = question_named(NAME)
    assert question.graph is not None
    graph = question.graph(connection, understood(NAME, limit="1", sort="label_es"))
    assert len(graph.nodes) == 13
    assert list(graph.links) == ask(connection).series["edges"]
    assert graph.nodes[0]["label"] == graph.nodes[0]["label_es"]
