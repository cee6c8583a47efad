"""CASEI and ACCENTI of every Latin, Greek and Cyrillic letter: both engines, Python, Unicode."""

import unicodedata

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, Text, select
from sqlalchemy.sql import text as raw

from geo.cql2.folding import Folding, folded, folded_sql
from tests.geo.cql2.oracle import _plain

LETTERS = Table("letters", MetaData(), Column("text", Text, primary_key=True))
_SCRIPTS = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "ARMENIAN",
    "COMBINING",
    "CHEROKEE",
    "DESERET",
    "KELVIN",
    "ANGSTROM",
    "OHM",
)


def _letters() -> list[str]:
    """Every letter and mark of the scripts, alone, and some of them in company."""
    points = (chr(code) for code in range(0x20, 0x1E944) if not 0xD800 <= code < 0xE000)
    alone = [each for each in points if unicodedata.name(each, "").startswith(_SCRIPTS) or each.isascii()]
    company = [
        "Peñón Blanco",
    "GÜÉMEZ", "Jose\u0301", "Straße", "STRASSE", "İstanbul", "ISTANBUL", "Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ", "ﬁn",
    "Œuvre", "Łódź", "ŀ", "が", "か\u3099", "한국", "नी", "עִברית", "😀", "", " ", "'", "\\", "%_", "\t\n",
    ]  # fmt: skip
    return sorted({*alone, *company, *(f"Zz{each}Áß" for each in alone if ord(each) < 0x2000)})


@pytest.fixture(scope="module")
def letters(places: Connection) -> list[str]:
    """The letters in a table of their own."""
    listed = _letters()
    LETTERS.create(places)
    places.execute(raw("INSERT INTO letters SELECT unnest(CAST(:all AS TEXT[]))"), {"all": listed})
    return listed


@pytest.mark.parametrize("folding", Folding)
def test_engines_fold_as_python_folds(places: Connection, letters: list[str], folding: Folding) -> None:
    statement = select(LETTERS.c.text, folded_sql(LETTERS.c.text, folding))
    said = {row[0]: row[1] for row in places.execute(statement)}
    assert len(said) == len(letters) > 4_500
    differing = {text: to for text, to in said.items() if to != folded(text, folding)}
    assert differing == {}


def test_casei_is_full_case_folding() -> None:
    """/req/case-insensitive-comparison/casei-function, E."""
    assert [each for each in _letters() if folded(each, Folding.CASE) != each.casefold()] == []


def test_accenti_takes_the_marks_off_the_letters_of_europe() -> None:
    europe = [
        each for each in _letters() if len(each) == 1 and unicodedata.name(each, "").startswith(_SCRIPTS[:4])
    ]
    assert [each for each in europe if folded(each, Folding.ACCENTS) != _plain(each)] == []


def test_accenti_is_the_same_for_composed_and_decomposed_text() -> None:
    for text in _letters():
        if all(unicodedata.name(each, "").startswith(_SCRIPTS) for each in text):
            decomposed = unicodedata.normalize("NFD", text)
            assert folded(text, Folding.ACCENTS) == folded(decomposed, Folding.ACCENTS), text


def test_marks_that_make_another_word_stay() -> None:
    """/rec/accent-insensitive-comparison/japanese-non-spacing-marks."""
    for text in ("が", "か\u3099", "ぱ", "한국", "नी", "עִברית"):
        assert folded(text, Folding.ACCENTS) == text


@pytest.mark.parametrize("folding", Folding)
def test_folding_twice_changes_nothing(folding: Folding) -> None:
    for text in _letters():
        once = folded(text, folding)
        assert folded(once, folding) == once
