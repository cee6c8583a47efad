"""Names of the 32 states in text: official, short, abbreviated, former and English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from geo.names.resolution import Candidate
from geo.names.tables import Alias, state_aliases
from geo.names.wording import Words, segments, wordings

MEXICO_CITY = "09"
STATE_OF_MEXICO = "15"

# Words for the country; the first two are also the state's name and its abbreviation.
STATE_OR_COUNTRY = frozenset({"mexico", "mex"})
COUNTRY = frozenset({"mx", "estadosunidosmexicanos", "republicamexicana", "mexique", "mexiko", "messico"})

LONGEST_NAME_WORDS = 7
# Letters of a state's name from which one, and from which two, may be wrong.
ONE_SLIP_LETTERS, TWO_SLIPS_LETTERS = 6, 10


class StateNames:
    """Looks states up by any of their names. Keys are the folded letters without spaces: S. L. P. is slp."""

    def __init__(self, states: Iterable[tuple[str, str]], aliases: Iterable[Alias] | None = None) -> None:
        """From (cve_ent, official name) and other names; without `aliases` the written table is read."""
        self.official = dict(states)
        found: dict[str, dict[str, Candidate]] = defaultdict(dict)
        for code, name in self.official.items():
            self._add(found, name, code, "official")
        for alias in state_aliases() if aliases is None else aliases:
            if alias.code in self.official:
                self._add(found, alias.name, alias.code, alias.kind)
        self._by_key = {key: tuple(candidates.values()) for key, candidates in found.items()}
        self._long_keys = [key for key in self._by_key if len(key) >= ONE_SLIP_LETTERS]

    def _add(self, found: dict[str, dict[str, Candidate]], name: str, code: str, method: str) -> None:
        key = "".join("".join(part) for part in segments(name))
        official = self.official[code]
        score = 1.0 if method == "official" else 0.98
        found[key].setdefault(code, Candidate(code, "state", official, official, method, score, name))

    def all_names(self) -> tuple[Candidate, ...]:
        """Every name of every state."""
        return tuple(one for found in self._by_key.values() for one in found)

    def called(self, words: Words) -> tuple[Candidate, ...]:
        """The states that are called exactly so: none, one, or two (*México* is a state and a city)."""
        return self._by_key.get("".join(words), ())

    def codes_called(self, words: Words) -> frozenset[str]:
        """Codes of the states that these words may place a municipality in.

        *México* and its abbreviation are the state there; whether they mean the country is another question.
        """
        if "".join(words) in STATE_OR_COUNTRY:
            return frozenset({STATE_OF_MEXICO}).intersection(self.official)
        return frozenset(candidate.code for candidate in self.called(words))

    def nearly_called(self, words: Words) -> tuple[Candidate, ...]:
        """The state whose name these words miss by a slip, if there is exactly one; never for short words."""
        key = "".join(words)
        if len(key) < ONE_SLIP_LETTERS:
            return ()
        from rapidfuzz.distance import OSA  # late, since most who import this only look codes up

        allowed = 2 if len(key) >= TWO_SLIPS_LETTERS else 1
        nearest: dict[str, tuple[int, Candidate]] = {}
        for name in self._long_keys:
            if abs(len(name) - len(key)) > allowed:
                continue
            distance = OSA.distance(key, name, score_cutoff=allowed)
            if distance <= allowed:
                for candidate in self._by_key[name]:
                    if candidate.code not in nearest or distance < nearest[candidate.code][0]:
                        nearest[candidate.code] = (distance, candidate)
        if len(nearest) != 1:
            return ()
        ((distance, found),) = nearest.values()
        score = round(1 - distance / len(key), 3)
        return (Candidate(found.code, "state", found.name, found.state, "slip", score, found.matched),)

    def given(self, text: str) -> str | None:
        """The code of the state that a column or an argument gives: a code, a name, an abbreviation.

        None when it is no state, or not surely one.
        """
        code = text.strip()
        if code in self.official:
            return code
        if len(code) == 1 and code.isdigit() and code.zfill(2) in self.official:
            return code.zfill(2)
        words = tuple(word for part in segments(text) for word in part)
        readings = [wording.words for wording in wordings(words)]
        for reading in readings:
            if len(codes := self.codes_called(reading)) == 1:
                return next(iter(codes))
        for reading in readings:
            if nearly := self.nearly_called(reading):
                return nearly[0].code
        return None
