"""Groups of border municipalities with agreements: contiguous ones, and those with near partners abroad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.questions.border_clusters.transborder import Link, Partner
from geo.tables import CONTIGUITY

NAMED_MEMBERS = 3
"""A group is called by so many of its members, those with most agreements."""


@dataclass(frozen=True, slots=True)
class Group:
    """Municipalities that belong together, ordered by code, and the links to the partners in the group.

    ``id`` is the least code of its members: it stays while they do.
    """

    members: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def id(self) -> str:
        """The least code of the members."""
        return self.members[0]

    @property
    def partners(self) -> list[Partner]:
        """The partners in the group, ordered by id."""
        return [each for _, each in sorted({link.partner.id: link.partner for link in self.links}.items())]


def components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The connected components of a graph, each ordered, in order of their first nodes.

    Edges with an end outside the nodes count for nothing.

    >>> components("abcd", [("a", "c"), ("d", "x")])
    [('a', 'c'), ('b',), ('d',)]
    """
    neighbors: dict[str, list[str]] = {node: [] for node in nodes}
    for one, other in edges:
        if one in neighbors and other in neighbors:
            neighbors[one].append(other)
            neighbors[other].append(one)
    found, seen = [], set[str]()
    for node in sorted(neighbors):
        if node in seen:
            continue
        reached, open_ends = {node}, [node]
        while open_ends:
            for neighbor in neighbors[open_ends.pop()]:
                if neighbor not in reached:
                    reached.add(neighbor)
                    open_ends.append(neighbor)
        seen |= reached
        found.append(tuple(sorted(reached)))
    return found


def touching(connection: Connection, codes: set[str]) -> list[tuple[str, str]]:
    """The pairs of those municipalities that touch, each once."""
    pair = CONTIGUITY.c
    rows = connection.execute(
        select(pair.cvegeo, pair.neighbor_cvegeo)
        .where(pair.cvegeo.in_(sorted(codes)), pair.cvegeo < pair.neighbor_cvegeo)
        .order_by(pair.cvegeo, pair.neighbor_cvegeo)
    ).all()
    return [(one, other) for one, other in rows if other in codes]


def contiguous_groups(codes: Iterable[str], edges: Sequence[tuple[str, str]]) -> list[Group]:
    """The municipalities put together that touch each other, directly or through others of them."""
    return [Group(members) for members in components(codes, edges)]


def transborder_groups(
    codes: Iterable[str], edges: Sequence[tuple[str, str]], links: Sequence[Link]
) -> list[Group]:
    """Municipalities and near partners put together, wherever at least one partner takes part.

    Municipalities hang together where they touch, a municipality and a partner where they have an agreement
    and are near; two municipalities far from each other may so meet in one partner.
    """
    among = set(codes)
    kept = [link for link in links if link.cvegeo in among]
    # Under a name of their own, so that no partner is taken for a municipality.
    ends = [(link.cvegeo, f"partner {link.partner.id}") for link in kept]
    nodes = among | {partner for _, partner in ends}
    groups = []
    for component in components(nodes, [*edges, *ends]):
        members = tuple(node for node in component if node in among)
        own = tuple(link for link in kept if link.cvegeo in component)
        if own:
            groups.append(Group(members, own))
    return groups


def label(group: Group, names: Mapping[str, str], agreement_counts: Mapping[str, int]) -> Text:
    """What a group is called: those of its members that have most agreements, then its partners.

    >>> names = {"1": "Tijuana", "2": "Tecate", "3": "Mexicali", "4": "Ensenada"}
    >>> label(Group(("1", "2", "3", "4")), names, {"1": 9, "2": 1, "3": 3, "4": 2}).en
    'Tijuana, Mexicali, Ensenada and 1 more'
    """
    by_count = sorted(group.members, key=lambda code: (-agreement_counts.get(code, 0), code))
    own = _listed([names[code] for code in by_count])
    across = sorted(
        {link.partner.name: -link.agreement_count for link in group.links}.items(),
        key=lambda each: each[::-1],
    )
    if not across:
        return own
    abroad = _listed([name for name, _ in across])
    return Text(f"{own.es} – {abroad.es}", f"{own.en} – {abroad.en}")


def _listed(names: Sequence[str]) -> Text:
    shown, rest = names[:NAMED_MEMBERS], len(names) - NAMED_MEMBERS
    if rest > 0:
        return Text(f"{', '.join(shown)} y {rest} más", f"{', '.join(shown)} and {rest} more")
    if len(shown) == 1:
        return Text(shown[0], shown[0])
    first, last = ", ".join(shown[:-1]), shown[-1]
    conjunction = "e" if last.lower().startswith(("i", "hi")) and not last.lower().startswith("hie") else "y"
    return Text(f"{first} {conjunction} {last}", f"{first} and {last}")
