"""What the records give that a published figure can be held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select

from geo.questions.known_agreements import KnownAgreement, all_known_agreements
from geo.tables import LAYER_TABLES

NATION = "00"
OFFICIAL = "acuerdo_interinstitucional"
TWINNING = "hermanamiento"


@dataclass(frozen=True, slots=True)
class Place:
    """What a figure speaks of: the nation, a state, or a municipality that its note names by code."""

    cve_ent: str
    cvegeo: str | None = None

    def has(self, cve_ent: str | None, cvegeo: str | None = None) -> bool:
        """Whether something of that state and municipality lies in the place."""
        if self.cvegeo is not None:
            return cvegeo == self.cvegeo
        return self.cve_ent in {NATION, cve_ent}


@dataclass(frozen=True, slots=True)
class Span:
    """From the least that the records bear out to the most that they allow."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one release, read once."""

    agreements: list[KnownAgreement]
    offices: list[Row[Any]]
    facts: list[Row[Any]]
    climate: list[Row[Any]]
    memberships: list[Row[Any]]
    municipalities: list[Row[Any]]


Count = Callable[[Records, Place, int | None], Span]


def read(connection: Connection) -> Records:
    """Everything that figures are held against."""

    def rows(layer_id: str, *names: str) -> list[Row[Any]]:
        table = LAYER_TABLES[layer_id].c
        return list(connection.execute(select(*(table[name] for name in names))))

    return Records(
        agreements=all_known_agreements(connection),
        offices=rows("offices", "kind", "cve_ent", "cvegeo", "country", "status", "name"),
        facts=rows("governance_facts", "cve_ent", "programme"),
        climate=rows("climate_instruments", "level", "cve_ent", "cvegeo", "instrument", "is_coverage"),
        memberships=rows("memberships", "network_id", "cve_ent", "status"),
        municipalities=rows("municipalities", "cvegeo", "cve_ent"),
    )


def _until(agreements: Iterable[KnownAgreement], year: int | None) -> tuple[int, int]:
    """How many were signed by then, and how many may have been: those and the undated ones."""
    years = [agreement.first_year for agreement in agreements]
    dated = sum(year is None or each <= year for each in years if each is not None)
    return dated, dated + years.count(None)


def agreements_where(test: Callable[[KnownAgreement], bool]) -> Count:
    """From those that their source calls inter-institutional, dated, to all of any instrument, undated too.

    Which twinning or memorandum rests on an AII the records do not tell: the register of the SRE would.
    """

    def count(records: Records, place: Place, year: int | None) -> Span:
        met = [
            each
            for each in records.agreements
            if each.scope == "international" and place.has(each.cve_ent, each.cvegeo) and test(each)
        ]
        least, _ = _until([each for each in met if each.instrument == OFFICIAL], year)
        return Span(least, _until(met, year)[1])

    return count


def share_where(test: Callable[[KnownAgreement], bool], *, is_of_dated: bool = False) -> Count:
    """The share of all known international agreements; of the dated ones where a date decides."""

    def count(records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
        among = [
            each
            for each in records.agreements
            if each.scope == "international"
            and place.has(each.cve_ent, each.cvegeo)
            and not (is_of_dated and each.first_year is None)
        ]
        share = round(100 * sum(map(test, among)) / len(among), 2) if among else 0.0
        return Span(share, share)

    return count


def twinnings(records: Records, place: Place, year: int | None) -> Span:
    """From those abroad that are dated to all, domestic and undated ones too."""
    here = [
        each
        for each in records.agreements
        if each.instrument == TWINNING and place.has(each.cve_ent, each.cvegeo)
    ]
    abroad = [each for each in here if each.scope == "international"]
    return Span(_until(abroad, year)[0], _until(here, year)[1])


def top_states(k: int, records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
    """What the k states with most international agreements have together."""
    totals: dict[str, list[KnownAgreement]] = {}
    for each in records.agreements:
        if each.scope == "international":
            totals.setdefault(each.cve_ent, []).append(each)
    spans = [
        (_until([each for each in members if each.instrument == OFFICIAL], year)[0], _until(members, year)[1])
        for members in totals.values()
    ]
    least, most = zip(*spans, strict=True) if spans else ((), ())
    return Span(sum(sorted(least, reverse=True)[:k]), sum(sorted(most, reverse=True)[:k]))


def top_states_share(k: int, records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
    """The share of all known international agreements that those states have."""
    total = sum(each.scope == "international" for each in records.agreements)
    share = round(100 * top_states(k, records, place, None).most / total, 2) if total else 0.0
    return Span(share, share)


def offices(kind: str, *, countries: frozenset[str] = frozenset(), word: str = "", by: str = "") -> Count:
    """Offices of a kind: from those said open to those not said closed; or the places that have any.

    ``by`` counts the distinct ``cve_ent`` or ``cvegeo`` of the offices, ``word`` is part of their name.
    """

    def count(records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
        here = [
            each
            for each in records.offices
            if each.kind == kind
            and each.status != "closed"
            and place.has(each.cve_ent, each.cvegeo)
            and (not countries or each.country in countries)
            and word in each.name
        ]
        is_open = [each for each in here if each.status == "open"]
        if by:
            return Span(*(len({getattr(each, by) for each in some} - {None}) for some in (is_open, here)))
        return Span(len(is_open), len(here))

    return count


def states_with_fact(programme: str) -> Count:
    """States of which a source tells the law, right or profile."""

    def count(records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
        told = [each for each in records.facts if each.programme == programme]
        found = {each.cve_ent for each in told if place.has(each.cve_ent)} - {None}
        return Span(len(found), len(found))

    return count


def states_in_network(network_id: str, status: str | None = None) -> Count:
    """States that a source names as members."""

    def count(records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
        found = {
            each.cve_ent
            for each in records.memberships
            if each.network_id == network_id and place.has(each.cve_ent) and status in {None, each.status}
        }
        return Span(len(found), len(found))

    return count


def municipal_share(codes: Callable[[Records], set[str]]) -> Count:
    """The share of all municipalities of the place that are among those codes."""

    def count(records: Records, place: Place, year: int | None) -> Span:  # noqa: ARG001
        here = [each.cvegeo for each in records.municipalities if place.has(each.cve_ent, each.cvegeo)]
        share = round(100 * len(codes(records) & set(here)) / len(here), 2) if here else 0.0
        return Span(share, share)

    return count


def signing(records: Records) -> set[str]:
    """Municipalities with any known international agreement."""
    return {each.cvegeo for each in records.agreements if each.cvegeo and each.scope == "international"}


def covered_by(instrument: str) -> Callable[[Records], set[str]]:
    """Municipalities with a climate instrument that covers them."""
    return partial(_covered, instrument)


def _covered(instrument: str, records: Records) -> set[str]:
    return {
        each.cvegeo
        for each in records.climate
        if each.instrument == instrument and each.is_coverage and each.cvegeo is not None
    }
