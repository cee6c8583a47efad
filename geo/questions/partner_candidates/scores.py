"""How much each place abroad commends itself to a government, contribution by contribution, and why.

A link that is not known yet is predicted from those that are (D. Liben-Nowell and J. Kleinberg, "The
link-prediction problem for social networks", Journal of the American Society for Information Science and
Technology 58, 2007): who is near, in space or in kind, tells of what will be. Every contribution is between 0
and 1. Those that count governments grow towards 1 as t / (1 + t), t being how many there are: one gives a
half, three give three quarters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.geodesy import distances_km
from geo.questions.partner_candidates.migrants import migrants
from geo.questions.partner_candidates.places import points
from geo.questions.partner_candidates.records import Government, Need, Records, Signature
from geo.statistics.similarity import most_similar, similarities

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

CONTRIBUTIONS = ("migrants", "neighbors", "similar", "theme", "state", "record", "language", "distance")

SAME_PLACE, SAME_REGION, SAME_COUNTRY = 1.0, 0.25, 0.02
"""What a partner of another government says of the same place, of others in its state or province, and of
others in its country."""

OTHER_MUNICIPALITY = 0.5
"""What an agreement of another municipality of the state counts beside one of the state government."""

DISTANCE_SCALE_KM = 200.0
"""At this distance the contribution of distance is a half."""

SPANISH = frozenset(
    (
        "AR",
        "BO",
        "CL",
        "CO",
        "CR",
        "CU",
        "DO",
        "EC",
        "ES",
        "GQ",
        "GT",
        "HN",
        "NI",
        "PA",
        "PE",
        "PR",
        "PY",
        "SV",
        "UY",
        "VE",
    )
)
"""Where Spanish is an official or the national language (ISO 3166-1)."""
SPANISH_BESIDE = frozenset(("AD", "BZ", "US"))
"""Where it is not, and is the mother tongue of a large part of the people."""


def grown(count: Floats) -> Floats:
    """A count as a share that grows towards 1.

    >>> grown(np.array([0.0, 1.0, 3.0])).tolist()
    [0.0, 0.5, 0.75]
    """
    return count / (1.0 + count)


def language(country: str | None) -> float | None:
    """1 where people speak Spanish, a half where many do, 0 elsewhere, None of a body of no country.

    >>> [language(country) for country in ("GT", "US", "KR", None)]
    [1.0, 0.5, 0.0, None]
    """
    if country is None:
        return None
    return 1.0 if country in SPANISH else 0.5 if country in SPANISH_BESIDE else 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """``similar_count`` most similar governments are looked at; ``themes`` stand in place of known needs."""

    similar_count: int = 20
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Peer:
    """Another government whose partners count, and how much it counts."""

    code: str
    weight: float


@dataclass(frozen=True)
class Scored:
    """Of one government: the value of each contribution for each place, shape (n, 8), NaN where unknown.

    ``is_partner``, shape (n,), are those that it has an agreement with, which are no candidates. ``peers`` by
    contribution are the governments whose partners counted, ``needs`` the themes wanted and what says so.
    """

    values: Floats
    is_partner: NDArray[np.bool_]
    peers: Mapping[str, tuple[Peer, ...]]
    needs: Mapping[str, tuple[Need, ...]]
    distance_km: Floats
    signatory_count: Sequence[int]

    def score(self, weights: Mapping[str, float]) -> tuple[Floats, Floats]:
        """What each contribution adds, shape (n, 8), and their sum, shape (n,); what is unknown adds nothing.

        The sum is the weighted mean of the contributions. One weight at least is above 0.
        """
        share = np.array([weights[name] for name in CONTRIBUTIONS])
        parts = np.nan_to_num(self.values) * (share / share.sum())
        return parts, parts.sum(axis=1)


class Scorer:
    """Scores places for any government from the same records."""

    def __init__(self, records: Records) -> None:
        self.records = records

    @cached_property
    def affinity(self) -> Floats:
        """What a partner says of each place, shape (n, n): the same, its region, its country or none."""
        places = self.records.places
        country = np.array([place.country or "" for place in places])
        region = np.array(["|".join(place.region) if place.region else "" for place in places])
        same = np.zeros((len(places), len(places)))
        same[(country[:, None] == country) & (country != "")] = SAME_COUNTRY
        same[(region[:, None] == region) & (region != "")] = SAME_REGION
        np.fill_diagonal(same, SAME_PLACE)
        return same

    @cached_property
    def _points(self) -> Floats:
        return points(self.records.places)

    @cached_property
    def _language(self) -> Floats:
        spoken = [language(place.country) for place in self.records.places]
        return np.array([np.nan if each is None else each for each in spoken])

    def scored(self, code: str, options: Options, signatures: Sequence[Signature] | None = None) -> Scored:
        """The contributions of every place for the government of that code.

        ``signatures`` stand in place of those of the records: without one of them it is told how well that
        one would have been found.
        """
        records = self.records
        given = records.signatures if signatures is None else signatures
        government = records.governments[code]
        partners: dict[str, set[int]] = {}
        for each in given:
            if each.partner_id in records.position:
                partners.setdefault(each.government, set()).add(records.position[each.partner_id])
        own = partners.get(code, set())
        is_partner = np.zeros(len(records.places), dtype=bool)
        is_partner[sorted(own)] = True
        peers = {
            "neighbors": self._neighbors(code, partners),
            "similar": self._similar(government, partners, options.similar_count),
            "state": _state(government, partners),
        }
        needs = self._needs(code, options, given)
        km = self._distance_km(government)
        count = self._signatory_count(code, partners)
        values = np.column_stack(
            (
                migrants(records, government),
                self._votes(peers["neighbors"], partners, self._is_seen(code)),
                self._votes(peers["similar"], partners, bool(peers["similar"])),
                self._themes(needs, given, code),
                self._votes(peers["state"], partners, government.research != "not_researched"),
                grown(count),
                self._language,
                1.0 / (1.0 + km / DISTANCE_SCALE_KM),
            )
        )
        return Scored(values, is_partner, peers, needs, km, count.astype(int).tolist())

    def _is_seen(self, code: str) -> bool:
        around = self.records.neighbors.get(code, frozenset())
        return any(self.records.governments[each].research != "not_researched" for each in around)

    def _neighbors(self, code: str, partners: Mapping[str, Collection[int]]) -> tuple[Peer, ...]:
        around = self.records.neighbors.get(code, frozenset())
        return tuple(Peer(each, 1.0) for each in sorted(around) if each in partners)

    def _similar(
        self, government: Government, partners: Mapping[str, Collection[int]], count: int
    ) -> tuple[Peer, ...]:
        profiles = self.records.state_profiles if government.is_state else self.records.profiles
        if not len(profiles.weights):
            return ()
        likeness = similarities(profiles.values, profiles.weights, profiles.position(government.code))
        eligible = np.array(
            [
                index
                for index, code in enumerate(profiles.codes.tolist())
                if code in partners and code != government.code
            ],
            dtype=np.intp,
        )
        chosen = most_similar(likeness, eligible, count)
        return tuple(Peer(str(profiles.codes[each]), float(likeness[each])) for each in chosen)

    def _votes(
        self, peers: Sequence[Peer], partners: Mapping[str, Collection[int]], is_known: bool
    ) -> Floats:
        total = np.zeros(len(self.records.places))
        if not is_known and not peers:
            return np.full(len(total), np.nan)
        for peer in peers:
            total += peer.weight * self.affinity[sorted(partners[peer.code])].max(axis=0)
        return grown(total)

    def _needs(self, code: str, options: Options, given: Sequence[Signature]) -> dict[str, tuple[Need, ...]]:
        found: dict[str, list[Need]] = {theme: [] for theme in sorted(options.themes)}
        if not options.themes:
            for need in self.records.needs.get(code, ()):
                found.setdefault(need.theme, []).append(need)
            for each in given:
                if each.government == code:
                    for theme in sorted(each.themes):
                        found.setdefault(theme, []).append(Need(theme, "agreements", each.id, each.source_id))
        return {theme: tuple(found[theme]) for theme in sorted(found)}

    def _themes(self, needs: Collection[str], given: Sequence[Signature], code: str) -> Floats:
        """The share of the needs that agreements of others with a place are about."""
        about: dict[int, set[str]] = {}
        for each in given:
            if each.government != code and each.themes and each.partner_id in self.records.position:
                about.setdefault(self.records.position[each.partner_id], set()).update(each.themes)
        shares = np.full(len(self.records.places), np.nan)
        for index, themes in about.items():
            if needs:
                shares[index] = len(themes & set(needs)) / len(needs)
        return shares

    def _signatory_count(self, code: str, partners: Mapping[str, Collection[int]]) -> Floats:
        """How many other governments of Mexico each place has an agreement with."""
        count = np.zeros(len(self.records.places))
        for other, indices in partners.items():
            if other != code:
                count[sorted(indices)] += 1.0
        return count

    def _distance_km(self, government: Government) -> Floats:
        km = np.full(len(self._points), np.nan)
        placed = np.flatnonzero(~np.isnan(self._points[:, 0]))
        if not np.isnan(government.lon):
            origin = np.tile((government.lon, government.lat), (len(placed), 1))
            km[placed] = distances_km(origin, self._points[placed])
        return km


def _state(government: Government, partners: Mapping[str, Collection[int]]) -> tuple[Peer, ...]:
    """Of a municipality its state and the other municipalities of it; of a state its municipalities."""
    found = []
    for code in sorted(partners):
        if code[:2] == government.cve_ent and code != government.code:
            is_half = len(code) == 5 and not government.is_state
            found.append(Peer(code, OTHER_MUNICIPALITY if is_half else 1.0))
    return tuple(found)
