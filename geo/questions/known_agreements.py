"""Known agreements: the records that count, those that speak of the same agreement put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from geo.declarations import Text
from geo.questions import agreement_filters
from geo.questions.renewals import is_renewal
from geo.tables import LAYER_TABLES

_READ = (
    "id",
    "level",
    "cve_ent",
    "cvegeo",
    "partner_id",
    "partner_type",
    "partner_country",
    "partner_admin1",
    "instrument",
    "scope",
    "signed_year",
    "signed_date",
    "status",
    "themes",
    "note",
)

FEW = 30
"""Fewer agreements than this are few: one more or less moves a share by over three points."""

MIXED_INSTRUMENTS = Text(
    "Las cuentas suman hermanamientos, acuerdos interinstitucionales y otros instrumentos, que son cosas"
    " distintas: las columnas por instrumento dicen de qué se compone cada una, y el parámetro «instrument»"
    " deja solo los que se quieran.",
    "The counts add up twinnings, inter-institutional agreements and other instruments, which are different"
    " things: the columns by instrument say what each is made of, and the parameter “instrument” keeps only"
    " those that are wanted.",
)

UNDATED_COUNT = Text(
    "Los acuerdos sin fecha cuentan aunque no se sepa si se firmaron antes de la fecha pedida;"
    " «undated=exclude» los deja fuera.",
    "Undated agreements count, although nobody knows whether they were signed before the date asked for;"
    " “undated=exclude” leaves them out.",
)

_NONE_KNOWN = Text(
    "Con estos filtros no se conoce ningún acuerdo en las fuentes cargadas; eso no dice que no los haya.",
    "Under these filters no agreement is known in the loaded sources; that does not say that there is none.",
)


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """One signatory, partner and instrument, whatever the number of records that speak of them.

    ``first_year`` is the earliest year that a record gives, those of renewals left aside: of an agreement
    that only a renewal tells of, the first signature is not known. ``renewal_years`` are those of the
    renewals, None where the year is not known. A signatory is a municipality (``cvegeo``) or a state
    (``cvegeo`` None).
    """

    level: str
    cve_ent: str
    cvegeo: str | None
    partner_id: str
    partner_type: str
    country: str | None
    admin1: str | None
    instrument: str
    scope: str
    first_year: int | None
    renewal_years: tuple[int | None, ...]
    is_expired: bool
    themes: frozenset[str]
    record_ids: tuple[str, ...]

    @property
    def record_count(self) -> int:
        """How many records speak of it."""
        return len(self.record_ids)


def known_agreements(connection: Connection, parameters: Mapping[str, Any]) -> list[KnownAgreement]:
    """The agreements whose records meet the filters, ordered by signatory, partner and instrument.

    Of a question that has them, the parameters ``state`` and ``level`` count as well.
    """
    agreements = LAYER_TABLES["agreements"].c
    wanted = select(*(agreements[name] for name in _READ)).where(agreement_filters.counts(parameters))
    if parameters.get("state"):
        wanted = wanted.where(agreements.cve_ent.in_(parameters["state"]))
    if parameters.get("level") in {"municipal", "state"}:
        wanted = wanted.where(agreements.level == parameters["level"])
    together: dict[tuple[str, ...], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(wanted.order_by(agreements.id)):
        together[row.cve_ent, row.cvegeo or "", row.partner_id, row.instrument].append(row)
    return [_agreement(together[key]) for key in sorted(together)]


def all_known_agreements(connection: Connection) -> list[KnownAgreement]:
    """Every known agreement of the release, domestic ones too."""
    no_filter = {each.name: () if each.is_multiple else each.default for each in agreement_filters.PARAMETERS}
    return known_agreements(connection, {**no_filter, "scope": agreement_filters.ANY_SCOPE})


def _agreement(records: Sequence[Row[Any]]) -> KnownAgreement:
    first = records[0]
    signatures = [_year(record) for record in records if not is_renewal(record.note)]
    return KnownAgreement(
        level=first.level,
        cve_ent=first.cve_ent,
        cvegeo=first.cvegeo,
        partner_id=first.partner_id,
        partner_type=first.partner_type,
        country=first.partner_country,
        admin1=first.partner_admin1,
        instrument=first.instrument,
        scope=first.scope,
        first_year=min((year for year in signatures if year is not None), default=None),
        renewal_years=tuple(_year(record) for record in records if is_renewal(record.note)),
        is_expired=all(record.status == "expired" for record in records),
        themes=frozenset(theme for record in records for theme in record.themes or ()),
        record_ids=tuple(record.id for record in records),
    )


def _year(record: Row[Any]) -> int | None:
    if record.signed_year is None and record.signed_date is not None:
        return int(record.signed_date[:4])
    year: int | None = record.signed_year
    return year


def instrument_counts(agreements: Iterable[KnownAgreement]) -> dict[str, int]:
    """The counts of :data:`geo.questions.columns.INSTRUMENT_COUNTS`."""
    counts = {"hermanamiento_count": 0, "acuerdo_interinstitucional_count": 0, "other_instrument_count": 0}
    for agreement in agreements:
        name = f"{agreement.instrument}_count"
        counts[name if name in counts else "other_instrument_count"] += 1
    return counts


def caveats(agreements: Sequence[KnownAgreement], parameters: Mapping[str, Any]) -> tuple[Text, ...]:
    """What a reader of counts of these agreements, which meet those filters, must bear in mind."""
    found = [*agreement_filters.strangers(parameters["partner_country"])]
    if not agreements:
        return (*found, _NONE_KNOWN)
    if len({agreement.instrument for agreement in agreements}) > 1:
        found.append(MIXED_INSTRUMENTS)
    if len(agreements) < FEW:
        found.append(
            Text(
                f"Pocos registros: {len(agreements)} acuerdos; uno más o menos cambia mucho las"
                f" proporciones.",
                f"Few records: {len(agreements)} agreements; one more or less changes the shares a lot.",
            )
        )
    undated = sum(agreement.first_year is None for agreement in agreements)
    if undated:
        found.append(
            Text(
                f"No se conoce el año de {undated} de los {len(agreements)} acuerdos.",
                f"The year of {undated} of the {len(agreements)} agreements is not known.",
            )
        )
    if undated and parameters["as_of"] is not None:
        found.append(UNDATED_COUNT)
    return tuple(found)
