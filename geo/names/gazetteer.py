"""From text to a municipality or a state of Mexico: several answers rather than a wrong one."""

from __future__ import annotations

from collections.abc import Iterable

from geo.names.localities import Locality
from geo.names.matching import SHORT, VARIANT, Matches, Matching, distinct
from geo.names.readings import misspelled_readings, parts_of, readings
from geo.names.resolution import Candidate, Kind, Resolution, ambiguous, resolved, unmatched
from geo.names.searching import SearchIndex
from geo.names.states import MEXICO_CITY, STATE_OR_COUNTRY, StateNames
from geo.names.tables import Alias, municipality_aliases
from geo.names.wording import LONGEST_TEXT, Words, wordings

MOST_ALTERNATIVES = 10


class Gazetteer:
    """The names of a set of municipalities and states, and what any text means among them.

    >>> municipalities = [("23005", "Benito Juárez", "23"), ("09014", "Benito Juárez", "09")]
    >>> municipalities += [("14039", "Guadalajara", "14")]
    >>> states = [("09", "Ciudad de México"), ("14", "Jalisco"), ("23", "Quintana Roo")]
    >>> gazetteer = Gazetteer(municipalities, states)
    >>> gazetteer.resolve("H. Ayuntamiento de GUADALAJARA, Jal.").code
    '14039'
    >>> gazetteer.resolve("Benito Juárez").status
    'ambiguous'
    >>> gazetteer.resolve("Benito Juárez", state="Q. Roo").code, gazetteer.resolve("Cancún").name
    ('23005', 'Benito Juárez')
    """

    def __init__(
        self,
        municipalities: Iterable[tuple[str, str, str]],
        states: Iterable[tuple[str, str]],
        aliases: Iterable[Alias] | None = None,
        localities: Iterable[Locality] = (),
    ) -> None:
        """From (cvegeo, name, cve_ent), (cve_ent, name), other names and localities of municipalities.

        Without `aliases` the project's written table is read; those of municipalities that are not among
        `municipalities` are left out, since vintages differ.
        """
        self.states = StateNames(states)
        official = [(cvegeo, name) for cvegeo, name, _ in municipalities]
        self._names = dict(official)
        self._matching = Matching(
            self._names,
            self.states.official,
            municipality_aliases() if aliases is None else aliases,
            localities,
        )
        self._search: SearchIndex | None = None

    def resolve(self, text: str, state: str | None = None, kind: Kind | None = None) -> Resolution:
        """What `text` means, within `state` (a code or any name) and of `kind` when they are known.

        Mexico City as a whole is the state 09 whatever the `kind`, since it is no municipality.
        """
        given = None
        if state is not None and state.strip():
            given = self.states.given(state[:LONGEST_TEXT])
            if given is None:
                return unmatched("unknown state")
        if len(text) > LONGEST_TEXT:
            return unmatched("too long")
        if text.strip().isdecimal():
            return self._of_code(text.strip(), given, kind)
        parts = parts_of(text)
        if not parts:
            return unmatched("no name")
        as_state, is_surely_state = self._as_state(parts, given, kind)
        if is_surely_state:
            return _of_states(as_state)
        if kind == "state":
            return unmatched("no such state")
        found = self._as_municipality(parts, given, bool(as_state))
        if as_state and given is None:
            # Puebla, Oaxaca, Tlaxcala: the state and the municipality share their name.
            return _of_states((*as_state, *found.candidates))
        if found.is_sure:
            return resolved(found.candidates[0], found.rivals[:MOST_ALTERNATIVES])
        if found.candidates:
            return ambiguous((*found.candidates, *found.rivals)[:MOST_ALTERNATIVES])
        if as_state:
            return _of_states(as_state)
        hints = distinct([*found.rivals, *(one for part in parts for one in self._matching.hints(part))])
        return unmatched("no such name", hints[:MOST_ALTERNATIVES])

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """Places whose names begin with the words of `text`, best first; accents and a slip do not count."""
        if len(text) > LONGEST_TEXT:
            return []
        if self._search is None:
            self._search = SearchIndex(self.states, self._matching.index.names, self._names)
        return self._search.find(text, limit)

    def _of_code(self, code: str, given: str | None, kind: Kind | None) -> Resolution:
        # INEGI writes a state as a whole with the municipality 000.
        cve_ent = code[:2] if len(code) == 2 or (len(code) == 5 and code.endswith("000")) else None
        if given not in (None, code[:2]):
            return unmatched("code of another state")
        if cve_ent in self.states.official and (kind != "municipality" or cve_ent == MEXICO_CITY):
            name = self.states.official[cve_ent]
            return resolved(Candidate(cve_ent, "state", name, name, "code", 1.0, code))
        if code in self._names and kind != "state":
            name, state_name = self._names[code], self.states.official[code[:2]]
            return resolved(Candidate(code, "municipality", name, state_name, "code", 1.0, code))
        return unmatched("no such code")

    def _as_state(
        self, parts: list[Words], given: str | None, kind: Kind | None
    ) -> tuple[tuple[Candidate, ...], bool]:
        """States that the whole text may name, and whether that settles it."""
        if len(parts) > 1 and "".join(parts[-1]) in STATE_OR_COUNTRY:
            parts = parts[:-1]
        words = tuple(word for part in parts for word in part)
        for wording in wordings(words):
            if wording.kind == "municipality" and self.states.codes_called(wording.words) != {MEXICO_CITY}:
                continue
            called = [one for one in self.states.called(wording.words) if given in (None, one.code)]
            if not called:
                continue
            if "".join(wording.words) in STATE_OR_COUNTRY and wording.kind is None and kind != "state":
                return self._for_mexico(called if kind is None else [], given, wording.is_government)
            codes = {one.code for one in called}
            is_sure = codes == {MEXICO_CITY} or wording.kind == "state" or kind == "state"
            if kind == "municipality" and not is_sure:
                return (), False
            return tuple(called), is_sure
        if kind == "state":
            nearly = [found for one in wordings(words) for found in self.states.nearly_called(one.words)]
            return tuple(one for one in nearly[:1] if given in (None, one.code)), True
        return (), False

    def _for_mexico(
        self, called: list[Candidate], given: str | None, is_government: bool
    ) -> tuple[tuple[Candidate, ...], bool]:
        # «México» alone: the state, the city or the country. Its government is none of ours.
        if is_government:
            return (), True
        if given is not None:
            return tuple(called), True
        capital = self.states.official.get(MEXICO_CITY)
        city = [Candidate(MEXICO_CITY, "state", capital, capital, "common", 0.9, "México")] if capital else []
        return (*called, *city), True

    def _as_municipality(self, parts: list[Words], given: str | None, is_state: bool) -> Matches:
        spelled = readings(parts, self.states, given)
        found = self._matching.exact(spelled)
        if is_state:
            return found if found.rank <= VARIANT or (found.rank == SHORT and found.is_sure) else Matches()
        if not found.candidates:
            misspelled = misspelled_readings(parts, self.states, given)
            found = self._matching.exact(misspelled)
            if not found.candidates:
                # Jalisco is no slip of Xalisco.
                unlike_states = [
                    one for one in spelled if one.states or not self.states.codes_called(one.names[0])
                ]
                found = self._matching.near([*unlike_states, *misspelled])
        return found


def _of_states(candidates: tuple[Candidate, ...]) -> Resolution:
    if not candidates:
        return unmatched("no such state")
    return resolved(candidates[0]) if len(candidates) == 1 else ambiguous(candidates[:MOST_ALTERNATIVES])
