"""The network that the parameters ask for: which agreements count, which nodes are given, how they stand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from geo.declarations import Text
from geo.graphs import measures, partner_graph
from geo.graphs.measures import Standing
from geo.graphs.partner_graph import GOVERNMENT, PARTNER, Path, Tie
from geo.questions.known_agreements import KnownAgreement, known_agreements
from geo.questions.partner_network.places import Place, places
from geo.questions.question import BadParameter

if TYPE_CHECKING:
    import networkx as nx

_KIND_OF_VIEW = {"governments": GOVERNMENT, "partners": PARTNER}
_NOWHERE = Text(
    "no es clave de municipio, estado ni contraparte de estos datos",
    "is no code of a municipality, a state or a partner of these data",
)
_OF_GOVERNMENTS = Text(
    "es una contraparte, y la vista pedida solo tiene gobiernos",
    "is a partner, and the view asked for has governments only",
)
_OF_PARTNERS = Text(
    "es un gobierno, y la vista pedida solo tiene contrapartes",
    "is a government, and the view asked for has partners only",
)


@dataclass(frozen=True, slots=True)
class Network:
    """``graph`` are the nodes and links given, ``whole`` governments and partners before view and centre.

    ``agreements`` are those of the nodes given, ``steps`` how far these are from the centre, ``path`` the one
    asked for if there is any, through any partner that counts; ``places`` holds the nodes of both and the
    ends of the agreements.
    """

    agreements: Sequence[KnownAgreement]
    whole: nx.Graph
    graph: nx.Graph
    steps: dict[str, int]
    path: Path | None
    places: dict[str, Place]
    standing: Standing


def government_of(agreement: KnownAgreement) -> str:
    """The key of who signed: CVEGEO, or CVE_ENT of a state government."""
    return agreement.cvegeo or agreement.cve_ent


def years_of(agreement: KnownAgreement) -> tuple[int, ...]:
    """The known years of its signature and renewals."""
    years = (agreement.first_year, *agreement.renewal_years)
    return tuple(year for year in years if year is not None)


def ties(agreements: Iterable[KnownAgreement]) -> list[Tie]:
    """The agreements as the graph takes them."""
    return [
        Tie(
            government_of(each),
            each.partner_id,
            each.instrument,
            each.themes,
            years_of(each),
            each.record_ids,
        )
        for each in agreements
    ]


def network(connection: Connection, asked: Mapping[str, Any]) -> Network:
    """The network under the filters, seen as asked, whole or around its centre.

    :raises BadParameter: for a key that these data do not have, a centre that the view does not show, or a
        path without both ends.
    """
    counted = [
        each
        for each in known_agreements(connection, asked)
        if not asked["partner_type"] or each.partner_type in asked["partner_type"]
    ]
    whole = partner_graph.bipartite(ties(counted))
    seen = whole
    if asked["view"] in _KIND_OF_VIEW:
        seen = partner_graph.projected(whole, _KIND_OF_VIEW[asked["view"]])
    seen = partner_graph.of_weight(seen, asked["min_weight"])
    ego, ends = asked["ego"], [asked[name] for name in ("path_from", "path_to") if asked[name] is not None]
    steps: dict[str, int] = {}
    if ego is not None:
        steps = partner_graph.steps_from(seen, ego, asked["depth"]) or {ego: 0}
    shortest = partner_graph.shortest_path(whole, *ends) if len(ends) == 2 else None
    nodes = set(steps or seen)
    given = [each for each in counted if _is_given(each, nodes, asked["view"])]
    both = [key for each in given for key in (government_of(each), each.partner_id)]
    known = places(connection, [*nodes, *both, *ends, *(shortest.keys if shortest else ())])
    _check(asked, known)
    if ego is not None:
        kind = PARTNER if known[ego].kind == "partner" else GOVERNMENT
        seen = partner_graph.within(seen, steps) if ego in seen else partner_graph.alone(ego, kind)
    return Network(
        agreements=given,
        whole=whole,
        graph=seen,
        steps=steps,
        path=shortest,
        places=known,
        standing=measures.standing(seen, seed=asked["seed"], resolution=asked["resolution"]),
    )


def _is_given(agreement: KnownAgreement, nodes: Container[str], view: str) -> bool:
    """Whether the view shows the ends of an agreement, of those that it shows at all."""
    is_signatory_given = view == "partners" or government_of(agreement) in nodes
    return is_signatory_given and (view == "governments" or agreement.partner_id in nodes)


def _check(asked: Mapping[str, Any], known: Mapping[str, Place]) -> None:
    for name in ("ego", "path_from", "path_to"):
        if asked[name] is not None and asked[name] not in known:
            raise BadParameter(name, asked[name], _NOWHERE)
    ego = known.get(asked["ego"])
    if ego is not None and asked["view"] in _KIND_OF_VIEW:
        is_partner = ego.kind == "partner"
        if is_partner != (asked["view"] == "partners"):
            raise BadParameter("ego", ego.key, _OF_GOVERNMENTS if is_partner else _OF_PARTNERS)
    start, end = asked["path_from"], asked["path_to"]
    if (start is None) != (end is None):
        name = "path_from" if start is None else "path_to"
        raise BadParameter(
            name,
            "",
            Text("un camino necesita sus dos extremos", "a path needs both of its ends"),
        )
    if start is not None and start == end:
        raise BadParameter("path_to", end, Text("debe ser otro gobierno", "must be another government"))
