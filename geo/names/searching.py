"""The search box: places whose names begin with what has been typed so far."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.names.nameindex import Name, words_of
from geo.names.resolution import Candidate
from geo.names.slips import allowed_slips
from geo.names.states import StateNames
from geo.names.wording import Words

# How well a name answers what was typed.
WHOLE, WHOLE_AND_STATE, BEGINNING, WORDS_TOGETHER, WORDS, SLIP = 1.0, 0.95, 0.9, 0.8, 0.7, 0.6
# Other names rank behind official ones that match as well.
_OTHER_NAME_PENALTY = 0.02


class SearchIndex:
    """Names by the beginnings of their words; words of the state narrow the answer (*guadalupe zac*)."""

    def __init__(self, states: StateNames, names: Iterable[Name], municipalities: Mapping[str, str]) -> None:
        """From the names of states, every name of every municipality, and their official names."""
        self._states, self._municipalities = states, municipalities
        called = states.all_names()
        self._names = [
            *(Name(one.code, one.matched, words_of(one.matched), one.method, one.score) for one in called),
            *names,
        ]
        self._keys = [" ".join(name.words) for name in self._names]
        words_of_state: dict[str, set[str]] = defaultdict(set)
        for one in called:
            words_of_state[one.code] |= {*words_of(one.matched), "".join(words_of(one.matched))}
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for word in {*name.words, *words_of_state[name.code[:2]]}:
                self._having[word].append(number)
        self._words = sorted(self._having)

    def find(self, text: str, limit: int) -> list[Candidate]:
        """At most `limit` places, best first: whole names, beginnings of names, then words inside them.

        A code finds its place. What nothing begins with is looked for again with a slip forgiven.
        """
        words = words_of(text)
        if not words or limit < 1:
            return []
        best: dict[str, Candidate] = {}
        for one in self._of_code(words) or self._beginning(words) or self._near(words):
            if one.code not in best or one.score > best[one.code].score:
                best[one.code] = one
        ordered = sorted(best.values(), key=lambda one: (-one.score, len(one.code), one.matched, one.code))
        return ordered[:limit]

    def _of_code(self, words: Words) -> list[Candidate]:
        # Full words have lost the zeros in front: 01001 has become 1001.
        code = words[0]
        if len(words) > 1 or not code.isdecimal():
            return []
        wanted = {code.zfill(2), code.zfill(5)}
        return [
            self._candidate(number, "code", WHOLE)
            for number, name in enumerate(self._names)
            if name.code in wanted
        ]

    def _beginning(self, words: Words) -> list[Candidate]:
        typed = " ".join(words)
        scores = {number: _rank(typed, words, self._keys[number]) for number in self._with_all(words)}
        return [self._candidate(number, "search", score) for number, score in scores.items() if score]

    def _with_all(self, words: Words) -> set[int]:
        # Any word may still be unfinished: «gto» is a word, «guana» the beginning of one.
        numbers: set[int] | None = None
        for word in words:
            start = bisect_left(self._words, word)
            having: set[int] = set()
            while start < len(self._words) and self._words[start].startswith(word):
                having.update(self._having[self._words[start]])
                start += 1
            numbers = having if numbers is None else numbers & having
            if not numbers:
                return set()
        return numbers or set()

    def _near(self, words: Words) -> list[Candidate]:
        typed = " ".join(words)
        allowed = allowed_slips(len(typed.replace(" ", "")), in_state=False)
        if not allowed:
            return []
        beginnings = [key[: len(typed)] for key in self._keys]
        near = process.extract(typed, beginnings, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return [
            self._candidate(number, "slip", SLIP * (1 - distance / len(typed)))
            for _, distance, number in near
        ]

    def _candidate(self, number: int, method: str, score: float) -> Candidate:
        name = self._names[number]
        state = self._states.official[name.code[:2]]
        penalty = 0.0 if name.method == "official" else _OTHER_NAME_PENALTY
        return Candidate(
            name.code,
            "state" if len(name.code) == 2 else "municipality",
            state if len(name.code) == 2 else self._municipalities[name.code],
            state,
            method,
            round(score - penalty, 3),
            name.text,
        )


def _rank(typed: str, words: Words, key: str) -> float:
    """How well a name answers; 0 when only its state does."""
    if key == typed:
        return WHOLE
    if typed.startswith(f"{key} "):
        return WHOLE_AND_STATE
    if key.startswith(typed):
        return BEGINNING
    if f" {typed}" in key:
        return WORDS_TOGETHER
    parts = key.split()
    own = sum(any(part.startswith(word) for part in parts) for word in words)
    return WORDS * own / len(words) if any(part.startswith(words[0]) for part in parts) else WORDS * own / 10
