"""Which municipalities a reading may mean: the order of methods, and when a match is sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.names.localities import Locality
from geo.names.nameindex import Name, NameIndex, is_saint, words_of
from geo.names.readings import Reading
from geo.names.resolution import Candidate
from geo.names.slips import MARGIN, SlipIndex, is_slip
from geo.names.tables import Alias
from geo.names.towns import Towns
from geo.names.wording import ARTICLES, PARTICLES, Words, core, spelled_out, without_town_word

# The methods, from the surest on: the first that finds anything is the one that answers.
OFFICIAL, ALIAS, VARIANT, ABBREVIATION, SHORT, LOCALITY, TOWN_WORD, NONE = range(1, 9)
_METHODS = range(OFFICIAL, NONE)

_OTHER_NAME_SCORES = {"common": 0.96, "locality": 0.96}
_OTHER_NAME_SCORE = 0.97
_METHOD_SCORES = {
    VARIANT: ("variant", 0.97),
    ABBREVIATION: ("abbreviation", 0.93),
    TOWN_WORD: ("variant", 0.88),
}


@dataclass(frozen=True, slots=True)
class Matches:
    """What a text may mean: `candidates` by the surest method, best first, and `rivals` by lesser ones.

    `is_sure` when the only candidate may be answered. `rank` is the method's place, lower being surer.
    """

    candidates: tuple[Candidate, ...] = ()
    rivals: tuple[Candidate, ...] = ()
    is_sure: bool = False
    rank: int = NONE


class Matching:
    """The names of municipalities and towns, asked in a fixed order of methods."""

    def __init__(
        self,
        municipalities: Mapping[str, str],
        states: Mapping[str, str],
        aliases: Iterable[Alias],
        localities: Iterable[Locality],
    ) -> None:
        self._municipalities, self._states = municipalities, states
        aliases = tuple(aliases)
        self._absent = {words_of(one.name): one.code for one in aliases if one.code not in municipalities}
        others = [
            Name(
                one.code,
                one.name,
                words_of(one.name),
                one.kind,
                _OTHER_NAME_SCORES.get(one.kind, _OTHER_NAME_SCORE),
                one.needs_state,
            )
            for one in aliases
            if one.code in municipalities
        ]
        self.index = NameIndex(municipalities.items(), others)
        self._towns = Towns(localities, municipalities)
        self._slips = SlipIndex([*self.index.names, *self._towns.known()])

    def exact(self, readings: Iterable[Reading]) -> Matches:
        """What the readings mean letter by letter, by the surest method that finds anything in any."""
        best: list[Matches] = []
        for reading in readings:
            # A lesser method than one that has found something already need not be asked.
            found = self._of_reading(reading, best[0].rank if best else NONE)
            if not found.candidates:
                continue
            if reading.is_borough and reading.states is not None and found.rank == OFFICIAL:
                return found
            if not best or found.rank < best[0].rank:
                best = [found]
            elif found.rank == best[0].rank:
                best.append(found)
        return _together(best)

    def hints(self, words: Words) -> tuple[Candidate, ...]:
        """Municipalities of which `words` are a name, or part of one: for whoever reviews a text."""
        found = self._of_name(words, None, NONE)
        containing = self._candidates(self.index.containing(spelled_out(words)), SHORT)
        return distinct([*found.candidates, *found.rivals, *containing])

    def near(self, readings: Iterable[Reading]) -> Matches:
        """What the readings of a single name mean when slips are forgiven; the nearest names in any case."""
        found = [self._near(reading) for reading in readings if len(reading.names) == 1]
        within = [one for one in found if one.candidates]
        return _together(within or found)

    def _of_reading(self, reading: Reading, last_method: int) -> Matches:
        joined = tuple(word for name in reading.names for word in name)
        found = self._of_name(joined, reading.states, last_method)
        if len(reading.names) == 1 or found.candidates or last_method < VARIANT:
            return found
        # Several names, as in «Benito Juárez (Cancún)»: what all of them may be. A town among them may be of
        # any size, but one of the names must be a municipality's.
        meant = [self._all_of(name, reading.states) for name in reading.names]
        kept = [
            max((one[code] for one in meant), key=lambda candidate: candidate.score)
            for code in set.intersection(*(set(one) for one in meant))
            if any(one[code].method != "locality" for one in meant)
        ]
        return Matches(distinct(kept), (), len(kept) == 1, VARIANT) if kept else Matches()

    def _of_name(self, words: Words, states: frozenset[str] | None, last_method: int) -> Matches:
        words = spelled_out(words)
        for method in range(OFFICIAL, min(last_method, TOWN_WORD) + 1):
            names, is_sure = self._by_method(method, words, states)
            candidates = self._candidates(names, method)
            if len(candidates) == 1:
                rivals = self._rivals(words, states, method, candidates[0].code)
                is_sure = is_sure and not rivals and not self._is_absent(words, states, method)
                return Matches(candidates, rivals, is_sure, method)
            if candidates:
                return Matches(candidates, rank=method)
        return Matches()

    def _by_method(self, method: int, words: Words, states: frozenset[str] | None) -> tuple[list[Name], bool]:
        """Names found by one method, and whether one alone would be sure."""
        index = self.index
        if method == OFFICIAL:
            return _within([one for one in index.exact(words) if one.method == "official"], states), True
        if method == ALIAS:
            names = _within([one for one in index.exact(words) if one.method != "official"], states)
            return names, states is not None or any(not one.needs_state for one in names)
        if method == VARIANT:
            # El Venado is seldom Venado, whereas Venado may well be El Venado.
            names = _within(index.variants(words), states)
            return names, words[0] not in ARTICLES or any(words[0] in name.words for name in names)
        if method == ABBREVIATION:
            return _within(index.abbreviated(words), states), states is not None or index.is_telling(words)
        if method == SHORT:
            return self._shortened(words, states)
        if method == LOCALITY:
            return self._towns.meant(words, states)
        plain = without_town_word(words)
        names = [] if plain == words else _within(index.exact(plain), states)
        # Any town may be called Villa so-and-so or Puerto so-and-so; fewer are a Ciudad.
        return names, states is not None or words[0] == "ciudad"

    def _shortened(self, words: Words, states: frozenset[str] | None) -> tuple[list[Name], bool]:
        index, is_telling = self.index, self.index.is_telling(words) and not is_saint(words)
        if began := _within(index.beginning(words, before_particle=True), states):
            return began, is_telling
        after_saint = _within(index.after_saint(words), states)
        if began := _within(index.beginning(words), states):
            return began + after_saint, is_telling
        if states is None:
            # Without the state the end of a name, or some words of it, are a hint and not an answer.
            hints = index.containing(words) if is_telling and len(core(words)) > 1 else []
            return after_saint + hints, False
        if after_saint:
            return after_saint, is_telling
        return _within(index.containing(words), states), is_telling and len(core(words)) > 1

    def _is_absent(self, words: Words, states: frozenset[str] | None, method: int) -> bool:
        """Whether a municipality that this edition lacks has the name, as Seybaplaya has since 2021."""
        code = self._absent.get(words)
        if code is None:
            return False
        return code[:2] in states and method != OFFICIAL if states is not None else True

    def _rivals(
        self, words: Words, states: frozenset[str] | None, method: int, meant: str
    ) -> tuple[Candidate, ...]:
        """Other places that a reader might as well think of, so that none of them is answered unasked."""
        if method == LOCALITY or (states is not None and method != SHORT):
            return ()
        index = self.index
        names: list[Name] = []
        if states is None and method != SHORT:
            names += index.beginning(words, before_particle=index.is_telling(words))
            names += [one for one in index.exact(words) if one.method != "official"]
            if len(core(words)) > 1:
                names += [one for one in index.containing(words) if _ends_with_surname(one.words, words)]
        is_far_smaller = self._towns.is_far_smaller
        names = [one for one in names if one.code != meant and not is_far_smaller(one.code, meant)]
        return self._candidates([*names, *self._towns.rivals(words, states, meant)], SHORT)

    def _all_of(self, words: Words, states: frozenset[str] | None) -> dict[str, Candidate]:
        words = spelled_out(words)
        found: dict[str, Candidate] = {}
        for method in _METHODS:
            for candidate in self._candidates(self._by_method(method, words, states)[0], method):
                found.setdefault(candidate.code, candidate)
        return found

    def _near(self, reading: Reading) -> Matches:
        words, states = spelled_out(reading.names[0]), reading.states
        state = next(iter(states)) if states and len(states) == 1 else None
        nearest: dict[str, tuple[int, Name]] = {}
        for slips, name in self._slips.near(words, state):
            if states is None or name.code[:2] in states:
                nearest.setdefault(name.code, (slips, name))
        letters = len("".join(words))
        found = sorted(nearest.values(), key=lambda one: one[0])
        ordered = tuple(
            self._candidate(name, "slip", max(0.0, name.score - slips / letters)) for slips, name in found
        )
        if not found or not is_slip(words, found[0][1].words, in_state=state is not None):
            return Matches(rivals=ordered)
        if len(found) > 1 and found[1][0] < found[0][0] + MARGIN:
            return Matches(ordered)
        # A name that is right somewhere else: a wrong state is as likely as a slip.
        is_elsewhere = state is not None and bool(self.index.exact(words))
        return Matches(ordered[:1], ordered[1:], not is_elsewhere)

    def _candidates(self, names: Iterable[Name], method: int) -> tuple[Candidate, ...]:
        label, share = _METHOD_SCORES.get(method, ("", 1.0))
        return distinct([self._candidate(one, label or one.method, one.score * share) for one in names])

    def _candidate(self, name: Name, method: str, score: float) -> Candidate:
        official, state = self._municipalities[name.code], self._states[name.code[:2]]
        return Candidate(name.code, "municipality", official, state, method, round(score, 3), name.text)


def _within(names: list[Name], states: frozenset[str] | None) -> list[Name]:
    return names if states is None else [name for name in names if name.code[:2] in states]


def _ends_with_surname(full: Words, words: Words) -> bool:
    # Felipe Carrillo Puerto is called Carrillo Puerto, but neither Nuevo Casas Grandes nor Tiquicheo de
    # Nicolás Romero is called by its last words.
    before = full[: -len(words)]
    return full[-len(words) :] == words and bool(before) and before[-1] not in PARTICLES | {"nuevo", "nueva"}


def distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One candidate of each code, the best, best first."""
    best: dict[str, Candidate] = {}
    for one in candidates:
        if one.code not in best or one.score > best[one.code].score:
            best[one.code] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.code)))


def _together(found: list[Matches]) -> Matches:
    """Several readings as one answer: sure when they mean one municipality, and one of them is sure of it."""
    if not found:
        return Matches()
    candidates = distinct(one for matches in found for one in matches.candidates)
    codes = {one.code for one in candidates}
    rivals = distinct(one for matches in found for one in matches.rivals if one.code not in codes)
    is_sure = len(candidates) == 1 and any(matches.is_sure for matches in found)
    return Matches(candidates, rivals, is_sure, min(matches.rank for matches in found))
