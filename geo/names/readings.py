"""The ways to read a text as one or more names and, perhaps, the state that they are in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.names.states import COUNTRY, LONGEST_NAME_WORDS, MEXICO_CITY, STATE_OR_COUNTRY, StateNames
from geo.names.wording import Words, segments, wordings

# A text with more parts than this is an address or a sentence, not the name of a place.
MOST_SEGMENTS = 5

# Between a name and its state when nothing else parts them: Tuxpan del Estado de Veracruz.
_CONNECTORS = (
    ("del", "estado", "libre", "y", "soberano", "de"),
    ("en", "el", "estado", "de"),
    ("del", "estado", "de"),
    ("estado", "de"),
    ("edo", "de"),
    ("del", "estado"),
    ("in", "the", "state", "of"),
    ("en",),
    ("in",),
    ("de",),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Names that must all be of one municipality, and the states it may be in (None: any).

    `is_spelled` is False when the state was recognised in spite of a slip.
    """

    names: tuple[Words, ...]
    states: frozenset[str] | None
    is_borough: bool = False
    is_spelled: bool = True


def without_country(parts: list[Words]) -> list[Words]:
    """`parts` without those, and without last words, that can only mean the country."""
    kept = [part for part in parts if "".join(part) not in COUNTRY]
    trimmed = [part[:-1] if len(part) > 1 and part[-1] in COUNTRY else part for part in kept]
    return trimmed or parts


def readings(parts: list[Words], states: StateNames, given: str | None) -> list[Reading]:
    """Every reading of these parts with its state spelled rightly, each once, those of fewer names first.

    `given` is the code of the state that is known otherwise: a reading with another state is no reading.
    """
    found = [
        _narrowed(reading, given)
        for reading in _unnarrowed(parts, states)
        if given is None or reading.states is None or given in reading.states
    ]
    return sorted(dict.fromkeys(found), key=lambda reading: len(reading.names))


def misspelled_readings(parts: list[Words], states: StateNames, given: str | None) -> list[Reading]:
    """Readings in which one part, or the last words of the only part, miss the name of a state by a slip."""
    found: list[Reading] = []
    for number, part in enumerate(parts if len(parts) > 1 else []):
        others = tuple(parts[:number] + parts[number + 1 :])
        found += _with_slip(others, part, states)
    if len(parts) == 1:
        for start in range(1, len(parts[0])):
            if len(parts[0]) - start < LONGEST_NAME_WORDS:
                found += _with_slip((_without_connector(parts[0][:start]),), parts[0][start:], states)
    return [_narrowed(one, given) for one in found if given is None or given in (one.states or ())]


def _with_slip(names: tuple[Words, ...], part: Words, states: StateNames) -> list[Reading]:
    if states.codes_called(part):
        return []
    nearly = [found for wording in wordings(part) for found in states.nearly_called(wording.words)]
    return [Reading(names, frozenset({nearly[0].code}), is_spelled=False)] if nearly else []


def _narrowed(reading: Reading, given: str | None) -> Reading:
    if given is None:
        return reading
    return Reading(reading.names, frozenset({given}), reading.is_borough, reading.is_spelled)


def _unnarrowed(parts: list[Words], states: StateNames) -> Iterator[Reading]:
    if len(parts) > MOST_SEGMENTS:
        return
    for number, part in enumerate(parts if len(parts) > 1 else []):
        others = parts[:number] + parts[number + 1 :]
        if "".join(part) in STATE_OR_COUNTRY:
            # «La Paz, México» may be in the state or in the country: both readings count.
            yield from _of_names(tuple(others), states.codes_called(part))
            yield from _unnarrowed(others, states)
            return
        if codes := _state_codes(part, states):
            yield from _of_names(tuple(others), codes)
    yield from _of_names(tuple(parts), None)
    if len(parts) == 1:
        yield from _undivided(parts[0], states)


def _of_names(names: tuple[Words, ...], states: frozenset[str] | None) -> Iterator[Reading]:
    """The names as they stand, then without the words around them."""
    choices = [wordings(name) for name in names]
    for depth in range(max(map(len, choices))):
        chosen = [choice[min(depth, len(choice) - 1)] for choice in choices]
        if any(one.kind == "state" for one in chosen):
            continue
        is_borough = any(one.is_borough for one in chosen)
        words = tuple(one.words for one in chosen)
        if is_borough and states is None:
            yield Reading(words, frozenset({MEXICO_CITY}), True)
        yield Reading(words, states, is_borough)


def _undivided(words: Words, states: StateNames) -> Iterator[Reading]:
    """Readings of one part that ends, or begins, with a state: *Tuxpan Ver*, *Nuevo León Monterrey*."""
    for start in range(max(1, len(words) - LONGEST_NAME_WORDS), len(words)):
        tail, front = words[start:], words[:start]
        if "".join(tail) in STATE_OR_COUNTRY:
            yield from _unnarrowed([front], states)
        if codes := states.codes_called(tail):
            yield from _of_names((_without_connector(front),), codes)
        if start < LONGEST_NAME_WORDS and (codes := states.codes_called(front)):
            yield from _of_names((tail,), codes)


def _state_codes(part: Words, states: StateNames) -> frozenset[str]:
    for wording in wordings(part):
        if wording.kind != "municipality" and (codes := states.codes_called(wording.words)):
            return codes
    return frozenset()


def _without_connector(words: Words) -> Words:
    for connector in _CONNECTORS:
        if len(words) > len(connector) and words[-len(connector) :] == connector:
            return words[: -len(connector)]
    return words


def parts_of(text: str) -> list[Words]:
    """The parts of a text that may name something of Mexico."""
    return without_country(segments(text))
