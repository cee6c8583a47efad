"""The tables of a network: its nodes with their measures, its links, its communities and a path in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from geo.graphs.partner_graph import GOVERNMENT, described
from geo.questions.known_agreements import KnownAgreement, instrument_counts
from geo.questions.partner_network.drawing import leader_of
from geo.questions.partner_network.places import Place
from geo.questions.partner_network.reading import Network, government_of, years_of

Row = dict[str, Any]


def nodes(found: Network) -> list[Row]:
    """Every node with its measures and the agreements behind it, in order of keys."""
    behind: dict[str, list[KnownAgreement]] = defaultdict(list)
    for each in found.agreements:
        behind[government_of(each)].append(each)
        behind[each.partner_id].append(each)
    return [_node(found, key, behind[key]) for key in found.graph]


def _node(found: Network, key: str, agreements: Sequence[KnownAgreement]) -> Row:
    place, measures = found.places[key], found.standing.measures[key]
    years = [year for each in agreements for year in years_of(each)]
    return {
        "key": key,
        "kind": place.kind,
        "label_es": place.label.es,
        "label_en": place.label.en,
        "place_es": place.place.es if place.place else None,
        "place_en": place.place.en if place.place else None,
        "cve_ent": place.cve_ent,
        "country": place.country,
        "partner_type": place.partner_type,
        "degree": measures.degree,
        "weighted_degree": measures.weighted_degree,
        "betweenness": measures.betweenness,
        "eigenvector": measures.eigenvector,
        "core_number": measures.core_number,
        "component": measures.component,
        "community": measures.community,
        "ego_depth": found.steps.get(key),
        "agreement_count": len(agreements),
        **instrument_counts(agreements),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "lon": place.lon,
        "lat": place.lat,
    }


def edges(found: Network) -> list[Row]:
    """Every link; from the government to the partner where both are linked."""
    rows = []
    for one, other in found.graph.edges:
        is_turned = found.graph.nodes[other]["kind"] == GOVERNMENT != found.graph.nodes[one]["kind"]
        source, target = (other, one) if is_turned else (one, other)
        communities = {found.standing.measures[key].community for key in (one, other)}
        rows.append(
            {
                "source": source,
                "target": target,
                **_listed(described(found.graph, one, other)),
                "community": communities.pop() if len(communities) == 1 else None,
            }
        )
    return sorted(rows, key=lambda row: (row["source"], row["target"]))


def _listed(link: dict[str, Any]) -> Row:
    """The same with lists, as JSON has them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in link.items()}


def names(found: Network) -> list[Row]:
    """What the ends of the links are called, for a drawing of the network: every node, in order of keys."""
    return [
        {
            "key": key,
            **_named(found.places[key]),
            "degree": found.standing.measures[key].degree,
            "community": found.standing.measures[key].community,
        }
        for key in found.graph
    ]


def _named(place: Place) -> Row:
    return {"label_es": place.label.es, "label_en": place.label.en, "kind": place.kind}


def communities(found: Network) -> list[Row]:
    """Each community: how many members of which kind, and the one with most links."""
    inner = Counter(
        found.standing.measures[one].community
        for one, other in found.graph.edges
        if found.standing.measures[one].community == found.standing.measures[other].community
    )
    rows = []
    for number, keys in enumerate(found.standing.communities, start=1):
        kinds = [found.places[key].kind for key in keys]
        leader = found.places[leader_of(found, keys)]
        rows.append(
            {
                "community": number,
                "label_es": leader.label.es,
                "label_en": leader.label.en,
                "leader": leader.key,
                "node_count": len(keys),
                "government_count": len(keys) - kinds.count("partner"),
                "partner_count": kinds.count("partner"),
                "inner_link_count": inner[number],
            }
        )
    return rows


def steps(found: Network) -> list[Row]:
    """The nodes of the path in order, each with what links it to the one before."""
    keys = found.path.keys if found.path else ()
    rows: list[Row] = []
    for step, key in enumerate(keys):
        link: Row = dict.fromkeys(_LINK)
        if step:
            link = _listed(described(found.whole, keys[step - 1], key))
        said = {name: link[name] for name in _LINK}
        rows.append({"step": step, "key": key, **_named(found.places[key]), **said})
    return rows


_LINK = ("weight", "instruments", "themes", "first_year", "last_year", "record_ids")
