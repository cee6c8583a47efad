"""Names that a text misses by slips of the pen: letters lost, added, changed or exchanged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.names.nameindex import Name
from geo.names.wording import Words

# Letters that a name must have for one, two, three slips to be forgiven: with the state known, and without.
SLIP_LETTERS_IN_STATE = (4, 9, 15)
SLIP_LETTERS = (6, 12)
# Letters that each word must have for one and for two, so that no word becomes another word.
WORD_SLIP_LETTERS = (2, 9)
# How many slips further the second-nearest municipality must be.
MARGIN = 1


def allowed_slips(letters: int, *, in_state: bool) -> int:
    """How many slips a name of so many letters may have.

    >>> [allowed_slips(letters, in_state=True) for letters in (3, 4, 8, 9, 14, 15, 40)]
    [0, 1, 1, 2, 2, 3, 3]
    >>> [allowed_slips(letters, in_state=False) for letters in (5, 6, 11, 12, 40)]
    [0, 1, 1, 2, 2]
    """
    return sum(letters >= least for least in (SLIP_LETTERS_IN_STATE if in_state else SLIP_LETTERS))


def is_slip(words: Words, meant: Words, *, in_state: bool) -> bool:
    """Whether `words` may be `meant` misspelled: few slips in all, and none of the words another word.

    >>> is_slip(("san", "migeul", "allende"), ("san", "miguel", "allende"), in_state=True)
    True
    >>> is_slip(("san", "miguel", "cuevas"), ("san", "miguel", "peras"), in_state=True)
    False
    """
    allowed = allowed_slips(len("".join(words)), in_state=in_state)
    if len(words) != len(meant):
        # A space too many or too few is one slip; the rest may have one more.
        return OSA.distance("".join(words), "".join(meant)) < min(allowed, 2)
    slips = 0
    for word, right in zip(words, meant, strict=True):
        distance = OSA.distance(word, right)
        if distance > sum(max(len(word), len(right)) >= least for least in WORD_SLIP_LETTERS):
            return False
        slips += distance
    return slips <= allowed


class SlipIndex:
    """Names near a text by the optimal string alignment distance (rapidfuzz), one slip being one edit.

    A name is compared only when the sets of letters leave the distance possible, which takes microseconds for
    the whole country, and within one state when it is known.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        """From the names that may be missed; names too short for any slip are left out."""
        shortest = SLIP_LETTERS_IN_STATE[0] - 1
        self._names = [name for name in names if len("".join(name.words)) >= shortest]
        self._keys = [" ".join(name.words) for name in self._names]
        self._letters = np.array([_letters(key) for key in self._keys], dtype=np.uint32)
        self._lengths = np.array([len(key) for key in self._keys], dtype=np.int32)
        by_state: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            by_state[name.code[:2]].append(number)
        self._by_state = {state: np.array(numbers, dtype=np.intp) for state, numbers in by_state.items()}

    def near(self, words: Words, state: str | None) -> list[tuple[int, Name]]:
        """(slips, name) of the nearest names, nearest first, up to `MARGIN` beyond what is forgiven."""
        key = " ".join(words)
        furthest = allowed_slips(len(key.replace(" ", "")), in_state=state is not None)
        if not furthest:
            return []
        furthest += MARGIN
        numbers = self._possible(key, state, furthest)
        found = process.extract(
            key,
            [self._keys[number] for number in numbers],
            scorer=OSA.distance,
            score_cutoff=furthest,
            limit=None,
        )
        return [(int(distance), self._names[int(numbers[position])]) for _, distance, position in found]

    def _possible(self, key: str, state: str | None, furthest: int) -> npt.NDArray[np.intp]:
        letters, lengths = self._letters, self._lengths
        numbers: npt.NDArray[np.intp] | None = None
        if state is not None:
            numbers = self._by_state.get(state, np.empty(0, dtype=np.intp))
            letters, lengths = letters[numbers], lengths[numbers]
        mine = np.uint32(_letters(key))
        possible = (
            (np.abs(lengths - len(key)) <= furthest)
            & (np.bitwise_count(letters & ~mine) <= furthest)
            & (np.bitwise_count(~letters & mine) <= furthest)
        )
        kept = np.flatnonzero(possible)
        return kept if numbers is None else numbers[kept]


def _letters(key: str) -> int:
    # One bit for each letter a to z, one for digits, one for whatever else.
    bits = 0
    for letter in key:
        place = ord(letter) - ord("a")
        bits |= 1 << (place if 0 <= place < 26 else 26 if letter.isdigit() else 27)
    return bits
