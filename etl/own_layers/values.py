"""Values taken out of TOML, or an error that says in which key something is wrong."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

from etl.own_layers.errors import BadLayer
from geo.declarations import Text

_Word = TypeVar("_Word")
_LONGEST_TEXT = 2000


class Values:
    """One table of a TOML file; a key that nobody declared is an error, since it may be a slip."""

    def __init__(self, file: str, place: str, content: Any, known: Collection[str]) -> None:
        self._file, self._place = file, place
        if not isinstance(content, Mapping):
            raise BadLayer(file, f"{place} no es una tabla", f"{place} is no table")
        self._content: Mapping[str, Any] = content
        for key in content:
            if key not in known:
                listed = ", ".join(sorted(known))
                raise self.wrong(
                    key, f"clave desconocida; hay: {listed}", f"unknown key; there are: {listed}"
                )

    def wrong(self, key: str, es: str, en: str) -> BadLayer:
        """The error for a key."""
        where = f"{self._place}.{key}" if self._place else key
        return BadLayer(self._file, f"{where}: {es}", f"{where}: {en}")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._content

    def text(self, key: str) -> str:
        """A text that is not empty."""
        found = self._content.get(key)
        if not isinstance(found, str) or not found.strip() or len(found) > _LONGEST_TEXT or "\x00" in found:
            raise self.wrong(key, "debe ser un texto", "must be a text")
        return found.strip()

    def optional(self, key: str) -> str | None:
        """A text, or nothing."""
        return self.text(key) if self.has(key) else None

    def text_in_both(self, key: str) -> Text:
        """A text in the two languages: ``{es = "…", en = "…"}``."""
        both = self.section(key, {"es", "en"})
        return Text(both.text("es"), both.text("en"))

    def texts(self, key: str, known: Collection[str]) -> dict[str, str]:
        """A table of texts."""
        section = self.section(key, known)
        return {each: section.text(each) for each in self._content[key]}

    def text_list(self, key: str) -> list[str]:
        """A list of texts, empty when the key is absent."""
        found = self._content.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self.wrong(key, "debe ser una lista de textos", "must be a list of texts")
        return found

    def word(self, key: str, words: Mapping[str, _Word]) -> _Word:
        """What a word of a table means."""
        found = self._content.get(key)
        if not isinstance(found, str) or found not in words:
            listed = ", ".join(words)
            raise self.wrong(key, f"debe ser una de: {listed}", f"must be one of: {listed}")
        return words[found]

    def number(self, key: str) -> float | None:
        """A number, or nothing."""
        found = self._content.get(key)
        if found is None:
            return None
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not math.isfinite(found) or abs(found) > 1e300:
            raise self.wrong(key, "debe ser un número", "must be a number")
        return float(found)

    def whole(self, key: str) -> int | None:
        """A whole number, or nothing."""
        return self.integer(key, 0) if self.has(key) else None

    def integer(self, key: str, default: int, *, least: int | None = None) -> int:
        """A whole number."""
        found = self._content.get(key, default)
        is_whole = isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**53
        if not is_whole or (least is not None and found < least):
            raise self.wrong(key, "debe ser un número entero", "must be a whole number")
        return int(found)

    def boolean(self, key: str) -> bool:
        """True or false; false when absent."""
        found = self._content.get(key, False)
        if not isinstance(found, bool):
            raise self.wrong(key, "debe ser true o false", "must be true or false")
        return found

    def character(self, key: str, default: str) -> str:
        """One character."""
        found = self._content.get(key, default)
        if not isinstance(found, str) or len(found) != 1 or found in '"\r\n\x00':
            raise self.wrong(key, "debe ser un carácter", "must be one character")
        return found

    def pair(self, key: str) -> tuple[float, float] | None:
        """Two numbers in order, or nothing."""
        found = self._content.get(key)
        if found is None:
            return None
        if not isinstance(found, list) or len(found) != 2:
            raise self.wrong(key, "debe ser [mínimo, máximo]", "must be [minimum, maximum]")
        ends = Values(self._file, key, {"low": found[0], "high": found[1]}, {"low", "high"})
        low, high = ends.number("low"), ends.number("high")
        if low is None or high is None or low > high:
            raise self.wrong(key, "debe ser [mínimo, máximo]", "must be [minimum, maximum]")
        return low, high

    def section(self, key: str, known: Collection[str]) -> Values:
        """A table within this one."""
        place = f"{self._place}.{key}" if self._place else key
        if key not in self._content:
            raise BadLayer(self._file, f"falta {place}", f"{place} is missing")
        return Values(self._file, place, self._content[key], known)

    def sections(self, key: str, known: Collection[str]) -> Iterator[Values]:
        """The tables of a list, at least one."""
        found = self._content.get(key)
        if not isinstance(found, list) or not found:
            raise self.wrong(key, "debe haber al menos uno", "there must be at least one")
        for number, each in enumerate(found, start=1):
            yield Values(self._file, f"{key}[{number}]", each, known)
