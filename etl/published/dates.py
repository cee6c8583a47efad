"""Dates as people write them in Spanish and English, to the precision that they give."""

from __future__ import annotations

import re
from datetime import date

from etl.published.numbers import Unreadable, is_absent
from geo.names.folding import fold

FIRST_YEAR, LAST_YEAR = 1800, 2100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan",
            "febrero feb february",
            "marzo mar march",
            "abril abr april apr",
            "mayo may",
            "junio jun june",
            "julio jul july",
            "agosto ago august aug",
            "septiembre setiembre sep sept set september",
            "octubre oct october",
            "noviembre nov november",
            "diciembre dic december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ].*)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})/(\d{4})", re.ASCII)
# What folding leaves of «12 de marzo del 2014», «1o. de marzo de 2014», «a 1° de marzo, 2014», «12-mar-2014».
_DAY_FIRST = re.compile(
    r"(?:a )?(\d{1,2})(?: ?(?:o|ro|er|a|st|nd|rd|th))? (?:de )?([a-z]+) (?:del? )?(?:ano )?(\d{4})", re.ASCII
)
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})", re.ASCII)
_NO_DAY = re.compile(r"(?:de )?([a-z]+) (?:del? )?(?:ano )?(\d{4})", re.ASCII)
_YEAR = re.compile(r"(?:ano )?(\d{4})", re.ASCII)
_FIRST = "primero "
_NO_DATE = frozenset({"s f", "sf", "sin fecha", "sin dato", "no date"})


def written_date(text: str) -> str | Unreadable | None:
    """The date as ``2014``, ``2014-03`` or ``2014-03-12``; None when the text says that there is none.

    Figures alone are day, month, year, as Mexico writes them; 03/25/2014 would be another order, and two
    figures do not say a year: both stay unread.

    >>> written_date("12 de marzo de 2014"), written_date("marzo de 2014"), written_date("12/03/2014")
    ('2014-03-12', '2014-03', '2014-03-12')
    >>> written_date("1o. de enero del 2020"), written_date("2014"), written_date("s/f")
    ('2020-01-01', '2014', None)
    >>> written_date("03/25/2014"), written_date("31 de febrero de 2014"), written_date("12/03/14")
    (Unreadable(text='03/25/2014'), Unreadable(text='31 de febrero de 2014'), Unreadable(text='12/03/14'))
    """
    written = text.strip()
    folded = fold(written.replace("º", "o").replace("°", "o"))
    if folded.startswith(_FIRST):
        folded = folded.replace(_FIRST, "1 ", 1)
    if is_absent(written) or folded in _NO_DATE:
        return None
    parts = _parts(written, folded)
    if parts is None:
        return Unreadable(written)
    year, month, day = parts
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return Unreadable(written)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Unreadable(written)
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])


def _parts(written: str, folded: str) -> tuple[int, int | None, int | None] | None:
    if found := _ISO.fullmatch(written):
        return int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    if found := _NUMBERS.fullmatch(written):
        return int(found[4]), int(found[3]), int(found[1])
    if found := _MONTH_OF_YEAR.fullmatch(written):
        return int(found[2]), int(found[1]), None
    if (found := _DAY_FIRST.fullmatch(folded)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    if (found := _MONTH_FIRST.fullmatch(folded)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    if (found := _NO_DAY.fullmatch(folded)) and found[1] in _MONTHS:
        return int(found[2]), _MONTHS[found[1]], None
    if found := _YEAR.fullmatch(folded):
        return int(found[1]), None, None
    return None
