"""Exact keys of the names of municipalities: every way of writing a name that needs no guess at letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.names.wording import PARTICLES, Words, core, segments, spelled_out, without_honours

# A name's word is telling when few municipalities have it in theirs; words of the landscape never are.
TELLING_MUNICIPALITIES = 8
_PLAIN_WORDS = frozenset(
    word
    for line in (
        "boca canada carmen cerro ciudad cruz doctor general isla islas laguna llano mesa mineral nacional",
        "nueva nuevo oro paz playa playas progreso pueblo puente puerto purisima real reyes rincon rio",
        "rosario san santa santiago santo santos sierra sol soledad tierra union valle villa",
    )
    for word in line.split()
)
_SAINTS = frozenset({"san", "santa", "santo", "santos"})
_SECOND_SAINT_NAMES = frozenset(
    {"bautista", "evangelista", "magdalena", "jesus", "jose", "maria", "nepomuceno", "guadalupe", "antonio"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one municipality, in full words; `method` says what kind of name it is.

    `needs_state` when too many places of Mexico are called so for the name to be sure by itself.
    """

    code: str
    text: str
    words: Words
    method: str
    score: float
    needs_state: bool = False


def words_of(text: str) -> Words:
    """The full words of a written name, commas and brackets ignored.

    >>> words_of("Dr. Arroyo"), words_of("San Juan Mixtepec -Dto. 08 -")
    (('doctor', 'arroyo'), ('san', 'juan', 'mixtepec', 'distrito', '8'))
    """
    return spelled_out(tuple(word for part in segments(text) for word in part))


def heads(words: Words) -> Iterator[tuple[Words, bool]]:
    """The beginnings by which a longer name is called, and whether a preposition or article follows.

    >>> list(heads(("acapulco", "de", "juarez")))
    [(('acapulco',), True)]
    """
    for end in range(1, len(words)):
        # Mier y Noriega is not called Mier.
        before_particle = words[end] in PARTICLES and words[end] not in {"y", "e"}
        if (
            words[end - 1] not in PARTICLES
            and words[end] not in {"y", "e"}
            and (before_particle or end > 1 or words[0] == "santiago")
        ):
            yield words[:end], before_particle


def after_saint(words: Words) -> Words:
    """What follows the saint in a name, which is often used alone; empty when there is no such part.

    >>> after_saint(("san", "juan", "bautista", "tuxtepec")), after_saint(("santa", "rosa"))
    (('tuxtepec',), ())
    """
    start = 1 if words[0] == "santiago" else 2 if words[0] in _SAINTS else 0
    if start == 2 and len(words) > 3 and words[2] in _SECOND_SAINT_NAMES:
        start = 3
    rest = words[start:] if start else ()
    return rest if rest and rest[0] not in PARTICLES else ()


class NameIndex:
    """Looks names up by their keys. Every method answers names, in no order, of all states together."""

    def __init__(self, official: Iterable[tuple[str, str]], other: Iterable[Name]) -> None:
        """From (code, official name) of every municipality and their other names."""
        self._exact: dict[str, list[Name]] = defaultdict(list)
        self._variants: dict[str, list[Name]] = defaultdict(list)
        self._heads: dict[str, list[tuple[Name, bool]]] = defaultdict(list)
        self._tails: dict[str, list[Name]] = defaultdict(list)
        self._having_word: dict[str, list[Name]] = defaultdict(list)
        self.names: list[Name] = []
        for code, text in official:
            self._add_official(code, text)
        self._municipalities_with = Counter(
            word for name in self.names for word in set(name.words) if name.score == 1
        )
        for name in other:
            self._add(name)

    def _add_official(self, code: str, text: str) -> None:
        full = words_of(text)
        plain = without_honours(full)
        self._add(Name(code, text, full, "official", 1.0))
        if plain != full:
            self._add(Name(code, text, plain, "official", 0.99))
        abridged = Name(code, text, plain, "short", 0.9)
        for head, before_particle in heads(plain):
            self._heads[" ".join(head)].append((abridged, before_particle))
        if tail := after_saint(plain):
            self._tails[" ".join(tail)].append(abridged)
        for word in set(core(plain)):
            self._having_word[word].append(abridged)

    def _add(self, name: Name) -> None:
        self.names.append(name)
        self._exact[" ".join(name.words)].append(name)
        for key in _variant_keys(name.words):
            self._variants[key].append(name)

    def exact(self, words: Words) -> list[Name]:
        """Names written so, word by word."""
        return self._exact.get(" ".join(words), [])

    def variants(self, words: Words) -> list[Name]:
        """Names that differ in articles, prepositions, honours, the order of words or spaces between them."""
        for key in _variant_keys(without_honours(words)):
            if found := self._variants.get(key):
                return found
        return []

    def abbreviated(self, words: Words) -> list[Name]:
        """Official names of as many words, of which some are cut: *Sta. Cruz de J. Rosas*."""
        cut = core(words)
        full = [word for word in cut if len(word) > 3 and word in self._having_word]
        if len(cut) < 2 or not full:
            return []
        rarest = min(full, key=lambda word: len(self._having_word[word]))
        return [name for name in self._having_word[rarest] if _is_cut_from(cut, core(name.words))]

    def beginning(self, words: Words, *, before_particle: bool = False) -> list[Name]:
        """Official names that begin so; with `before_particle`, and go on with a preposition or article."""
        found = self._heads.get(" ".join(words), [])
        return [name for name, follows in found if follows or not before_particle]

    def after_saint(self, words: Words) -> list[Name]:
        """Official names that are a saint's, followed by these words."""
        return self._tails.get(" ".join(words), [])

    def containing(self, words: Words) -> list[Name]:
        """Official names that have all these words among others."""
        wanted = set(core(words))
        lists = [self._having_word.get(word, []) for word in wanted]
        shortest = min(lists, key=len)
        return [name for name in shortest if wanted < set(core(name.words))]

    def is_telling(self, words: Words) -> bool:
        """Whether some word of these is rare enough in official names to stand for one of them."""
        return any(
            word not in _PLAIN_WORDS
            and len(word) > 2
            and 0 < self._municipalities_with[word] <= TELLING_MUNICIPALITIES
            for word in words
        )


def joined_core(words: Words) -> str:
    """The letters of the words that are no particles; none when one is an initial: A. del Río is not Ario.

    >>> joined_core(("chiapa", "de", "corzo")), joined_core(("a", "del", "rio"))
    ('chiapacorzo', '')
    """
    essential = core(words)
    return "" if any(len(word) == 1 for word in essential) else "".join(essential)


def is_saint(words: Words) -> bool:
    """Whether the words are a saint and nothing more: San Cristóbal may be any of many places.

    >>> is_saint(("san", "cristobal")), is_saint(("san", "juan", "cotzocon"))
    (True, False)
    """
    return words[0] in _SAINTS and len(words) == 2


def _variant_keys(words: Words) -> tuple[str, ...]:
    # The closest writing first. A sorted key holds a mark that no other kind of key has.
    essential = core(words)
    return ("".join(words), joined_core(words) or "".join(words), "≈".join(sorted(essential)))


def _is_cut_from(cut: Words, full: Words) -> bool:
    return len(cut) == len(full) and all(
        whole.startswith(part) for part, whole in zip(cut, full, strict=True)
    )
