"""How a table of agreements is to be read: a small TOML file that says which column holds what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.errors import EtlError
from etl.published.records import PublishedFile
from geo.layers.agreements import AGREEMENT_STATUS, INSTRUMENT, PARTNER_TYPE
from geo.names.folding import fold
from geo.vocabularies import CONFIDENCE, THEME, YES_NO_UNKNOWN

COLUMNS = (
    "id",
    "signatory",
    "state",
    "cvegeo",
    "partner",
    "partner_country",
    "partner_admin1",
    "partner_type",
    "instrument",
    "signed",
    "status",
    "themes",
    "raii_registered",
    "source_locator",
    "note",
)
"""What a column may hold, by the Atlas's names; they are also the header of the template."""

REQUIRED = ("signatory", "partner")

VOCABULARIES = {
    "instrument": INSTRUMENT,
    "status": AGREEMENT_STATUS,
    "themes": THEME,
    "partner_type": PARTNER_TYPE,
    "raii_registered": YES_NO_UNKNOWN,
}

_SECTIONS = frozenset({"source", "file", "columns", "lists", "defaults", "words"})
_SOURCE = {"id", "title", "publisher", "licence", "url", "date", "confidence"}
_FILE = {"encoding", "delimiter", "sheet", "header_line", "ignored"}
_LISTS = ("signatory", "partner", "themes")


class BadMapping(EtlError):
    """The TOML file that says how to read a table does not say it, or says something else."""

    def __init__(self, source: str, es: str, en: str) -> None:
        super().__init__(
            f"{source}: {es}.",
            f"{source}: {en}.",
            remedy_es="Compárelo con la plantilla: atlas etl template agreements.",
            remedy_en="Compare it with the template: atlas etl template agreements.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMapping:
    """Where a table comes from, which column holds what, and what its words mean.

    ``lists`` are the separators of several values in one cell; ``defaults`` hold where a cell or column is
    absent; ``words`` maps folded words as published to ours, for each column with a vocabulary.
    """

    source_id: str
    title: str
    publisher: str
    licence: str
    url: str | None
    date: str | None
    confidence: str
    columns: Mapping[str, str]
    ignored: frozenset[str] = frozenset()
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")
    delimiter: str = ","
    sheet: str | None = None
    header_line: int = 1
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def mapping_of(file: PublishedFile) -> AgreementMapping:
    """The mapping that a TOML file holds.

    :raises BadMapping: when it is no TOML, lacks something, or has a key or word that nobody declared.
    """
    try:
        text = file.path.read_bytes().decode("utf-8-sig")
        content = tomllib.loads(text)
    except OSError as error:
        raise BadMapping(file.name, f"no se puede leer ({error})", f"it cannot be read ({error})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadMapping(file.name, f"no es TOML ({error})", f"it is no TOML ({error})") from error
    return parsed_mapping(content, file.name)


def parsed_mapping(content: Mapping[str, Any], name: str) -> AgreementMapping:
    """The mapping in what TOML gave.

    :raises BadMapping: as :func:`mapping_of` says.
    """
    reader = _Reader(name)
    reader.known("", content, _SECTIONS)
    source = reader.section(content, "source", _SOURCE)
    layout = reader.section(content, "file", _FILE)
    columns = reader.texts(content, "columns", COLUMNS)
    for column in REQUIRED:
        if column not in columns:
            raise BadMapping(name, f"falta columns.{column}", f"columns.{column} is missing")
    lists = {
        key: tuple(reader.text_list(f"lists.{key}", value))
        for key, value in reader.section(content, "lists", _LISTS).items()
    }
    defaults = reader.texts(content, "defaults", tuple(VOCABULARIES))
    for key, word in defaults.items():
        reader.word(f"defaults.{key}", key, word)
    confidence = reader.text("source.confidence", source.get("confidence"))
    if confidence not in CONFIDENCE.values:
        known = ", ".join(CONFIDENCE.values)
        raise BadMapping(name, f"source.confidence: {known}", f"source.confidence: {known}")
    return AgreementMapping(
        source_id=reader.text("source.id", source.get("id")),
        title=reader.text("source.title", source.get("title")),
        publisher=reader.text("source.publisher", source.get("publisher")),
        licence=reader.text("source.licence", source.get("licence")),
        url=reader.optional("source.url", source.get("url")),
        date=reader.optional("source.date", source.get("date")),
        confidence=confidence,
        columns=columns,
        ignored=frozenset(reader.text_list("file.ignored", layout.get("ignored", []))),
        encodings=reader.encodings(layout.get("encoding")),
        delimiter=reader.delimiter(layout.get("delimiter", ",")),
        sheet=reader.optional("file.sheet", layout.get("sheet")),
        header_line=reader.line(layout.get("header_line", 1)),
        lists=lists,
        defaults=defaults,
        words=reader.words(content),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of TOML, or says in which key something is wrong."""

    name: str

    def known(self, where: str, content: Mapping[str, Any], names: Sequence[str] | frozenset[str]) -> None:
        unknown = sorted(set(content) - set(names))
        if unknown:
            told, listed = f"{where}{unknown[0]}", ", ".join(sorted(names))
            raise BadMapping(
                self.name, f"clave desconocida {told}; hay: {listed}", f"unknown key {told}; known: {listed}"
            )

    def section(
        self, content: Mapping[str, Any], key: str, names: Sequence[str] | set[str]
    ) -> Mapping[str, Any]:
        section = content.get(key, {})
        if not isinstance(section, dict):
            raise BadMapping(self.name, f"{key} no es una tabla", f"{key} is no table")
        self.known(f"{key}.", section, tuple(names))
        return section

    def texts(self, content: Mapping[str, Any], key: str, names: Sequence[str]) -> dict[str, str]:
        section = self.section(content, key, names)
        return {each: self.text(f"{key}.{each}", value) for each, value in section.items()}

    def text(self, where: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise BadMapping(self.name, f"{where} debe ser un texto", f"{where} must be a text")
        return value.strip()

    def optional(self, where: str, value: object) -> str | None:
        return None if value in (None, "") else self.text(where, value)

    def text_list(self, where: str, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise BadMapping(
                self.name, f"{where} debe ser una lista de textos", f"{where} must be a list of texts"
            )
        return value

    def line(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadMapping(
                self.name, "file.header_line debe ser 1 o más", "file.header_line must be 1 or more"
            )
        return value

    def delimiter(self, value: object) -> str:
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
            raise BadMapping(
                self.name, "file.delimiter debe ser un solo carácter", "file.delimiter must be one character"
            )
        return value

    def encodings(self, value: object) -> tuple[str, ...]:
        known = {"utf-8": ("utf-8-sig",), "cp1252": ("cp1252",), "latin-1": ("latin-1",)}
        if value is None:
            return ("utf-8-sig", "cp1252")
        if not isinstance(value, str) or value not in known:
            listed = ", ".join(known)
            raise BadMapping(self.name, f"file.encoding: {listed}", f"file.encoding: {listed}")
        return known[value]

    def word(self, where: str, column: str, word: str) -> None:
        values = VOCABULARIES[column].values
        if word not in values:
            listed = ", ".join(values)
            raise BadMapping(
                self.name,
                f"{where}: «{word}» no es palabra del vocabulario; hay: {listed}",
                f"{where}: «{word}» is no word of the vocabulary; known: {listed}",
            )

    def words(self, content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for column, section in self.section(content, "words", tuple(VOCABULARIES)).items():
            if not isinstance(section, dict):
                raise BadMapping(self.name, f"words.{column} no es una tabla", f"words.{column} is no table")
            found[column] = {}
            for published, word in section.items():
                ours = self.text(f"words.{column}.{published}", word)
                self.word(f"words.{column}.{published}", column, ours)
                found[column][fold(published)] = ours
        return found
