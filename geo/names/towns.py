"""Towns by name: what lies behind a name that is no municipality's, and how large a town is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from geo.names.localities import Locality
from geo.names.nameindex import Name, joined_core, words_of
from geo.names.wording import Words

# A town as large as this is known outside its state, so that its name competes with a municipality's.
KNOWN_TOWN_POPULATION = 15_000
# INEGI's limit between rural and urban. Smaller towns have too many namesakes to be sure of one.
URBAN_POPULATION = 2_500
# The extract of GeoNames lists towns from here on.
SMALLEST_LISTED_POPULATION = 500
# A town this many times as large as a namesake is the one that is meant.
FAR_LARGER = 10


class Towns:
    """Localities by the folded words of their names."""

    def __init__(self, localities: Iterable[Locality], municipalities: Container[str]) -> None:
        """From localities; those of municipalities that are not among `municipalities` are left out."""
        self._by_words: dict[str, list[Locality]] = defaultdict(list)
        self._by_core: dict[str, list[Locality]] = defaultdict(list)
        self._largest: dict[str, int] = defaultdict(int)
        for town in localities:
            if not all(cvegeo in municipalities for cvegeo in town.cvegeos):
                continue
            self._largest[town.cvegeos[0]] = max(self._largest[town.cvegeos[0]], town.population)
            for words in {words_of(name) for name in town.names}:
                self._by_words[" ".join(words)].append(town)
                self._by_core[joined_core(words)].append(town)

    def called(self, words: Words, states: frozenset[str] | None) -> list[Locality]:
        """Towns of this name in these states, the largest first; articles count only if they settle it."""
        found = self._by_words.get(" ".join(words)) or self._by_core.get(joined_core(words) or "-", [])
        within = [town for town in found if states is None or town.cvegeos[0][:2] in states]
        return sorted(within, key=lambda town: -town.population)

    def meant(self, words: Words, states: frozenset[str] | None) -> tuple[list[Name], bool]:
        """Names of the municipalities where towns of this name are, and whether the first is surely meant.

        It is when no town elsewhere has the name and it has `URBAN_POPULATION`; or, with the state unknown,
        when it has `KNOWN_TOWN_POPULATION` and no namesake elsewhere is even urban.
        """
        towns = self.called(words, states)
        names = [
            Name(
                cvegeo, town.names[0], words, "locality", 0.9 if town.population >= URBAN_POPULATION else 0.7
            )
            for town in towns
            for cvegeo in town.cvegeos
        ]
        if not towns or len(towns[0].cvegeos) > 1:
            return names, False
        largest, home = towns[0], towns[0].cvegeos[0]
        elsewhere = [town for town in towns if set(town.cvegeos) != {home}]
        if states is not None:
            return names, largest.population >= URBAN_POPULATION and not elsewhere
        is_alone = all(town.population < URBAN_POPULATION for town in elsewhere)
        if largest.population >= KNOWN_TOWN_POPULATION and is_alone:
            return [name for name in names if name.code == home], True
        return names, False

    def rivals(self, words: Words, states: frozenset[str] | None, meant: str) -> Iterator[Name]:
        """Known towns of exactly this usual name outside the municipality `meant`, unless far smaller.

        Their alternate names do not count: GeoNames has many that are the names of their neighbours.
        """
        least = max(KNOWN_TOWN_POPULATION, self._largest.get(meant, 0) / FAR_LARGER)
        for town in self._by_words.get(" ".join(words), []):
            is_within = states is None or town.cvegeos[0][:2] in states
            is_usual = words_of(town.names[0]) == words
            if is_usual and is_within and meant not in town.cvegeos and town.population > least:
                yield Name(town.cvegeos[0], town.names[0], words, "locality", 0.9)

    def is_far_smaller(self, rival: str, meant: str) -> bool:
        """Whether the largest town of one municipality is nothing beside that of another; False if unknown.

        Where towns are known at all, a municipality without one has none of `SMALLEST_LISTED_POPULATION`.
        """
        largest = self._largest.get(rival, SMALLEST_LISTED_POPULATION)
        return largest * FAR_LARGER <= self._largest.get(meant, 0)

    def known(self) -> Iterator[Name]:
        """A name for each written name of a known town whose municipality is certain."""
        for key, towns in self._by_words.items():
            for town in towns:
                if town.population >= KNOWN_TOWN_POPULATION and len(town.cvegeos) == 1:
                    yield Name(town.cvegeos[0], town.names[0], tuple(key.split()), "locality", 0.9)
