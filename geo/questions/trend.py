"""Agreements year by year, renewals and lapses, and what a stated rate of growth would give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import LegendClass, Text
from geo.questions import agreement_filters, columns, paging, provenance, territory
from geo.questions.known_agreements import KnownAgreement, caveats, instrument_counts, known_agreements
from geo.questions.paintings import by_class
from geo.questions.question import Answer, Chart, ChartKind, Painting, Parameter, ParameterType, Question
from geo.questions.signatories import SIGNATORY
from geo.questions.spans import ordered
from geo.statistics import concentration
from geo.statistics.scenarios import SCENARIO, STEP_YEARS, projected
from geo.tables import LAYER_TABLES

COLUMNS = (
    columns.year("year", "Año", "Year"),
    columns.count("signed_count", "Acuerdos firmados", "Agreements signed"),
    columns.count("cumulative_count", "Acuerdos firmados hasta el año", "Agreements signed up to the year"),
    columns.count("renewal_count", "Renovaciones", "Renewals"),
    columns.count(
        "lapsed_count",
        "De los firmados ese año, los que una fuente da por vencidos",
        "Of those signed that year, those that a source says have lapsed",
    ),
    *columns.INSTRUMENT_COUNTS,
)

PARAMETERS = (
    territory.STATE,
    SIGNATORY,
    *agreement_filters.PARAMETERS,
    Parameter(
        name="from_year",
        type=ParameterType.INTEGER,
        title=Text("Desde el año", "From the year"),
        description=Text(
            "Primer año que se da; lo firmado antes entra en lo acumulado. Sin valor, el primero con alguno.",
            "First year given; what was signed before is part of what is cumulative. Without a value, the"
            " first with any.",
        ),
        minimum=1800,
        maximum=2100,
    ),
    Parameter(
        name="to_year",
        type=ParameterType.INTEGER,
        title=Text("Hasta el año", "To the year"),
        description=Text(
            "Último año que se da. Sin valor, el último con alguno.",
            "Last year given. Without a value, the last with any.",
        ),
        minimum=1800,
        maximum=2100,
    ),
    Parameter(
        name="rate_pct",
        type=ParameterType.REAL,
        title=Text("Crecimiento en cinco años", "Growth in five years"),
        description=Text(
            "Supuesto de los escenarios: cuánto crece la cuenta cada cinco años. Los publicados suponen 20"
            " %.",
            "Assumption of the scenarios: how much the count grows every five years. Those published assume"
            " 20 %.",
        ),
        default=20.0,
        minimum=-100,
        maximum=500,
        unit="%",
    ),
    Parameter(
        name="base_count",
        type=ParameterType.INTEGER,
        title=Text("Cuenta de partida", "Count to start from"),
        description=Text(
            "De cuántos acuerdos parten los escenarios. Sin valor, los conocidos con estos filtros; la cifra"
            " publicada de 2025 es 1350.",
            "How many agreements the scenarios start from. Without a value, those known under these"
            " filters; the published figure of 2025 is 1350.",
        ),
        minimum=0,
        maximum=1_000_000,
        unit="agreements",
    ),
    Parameter(
        name="base_year",
        type=ParameterType.INTEGER,
        title=Text("Año de partida", "Year to start from"),
        description=Text("Año del que parten los escenarios.", "Year from which the scenarios start."),
        default=2025,
        minimum=1990,
        maximum=2100,
    ),
    Parameter(
        name="steps",
        type=ParameterType.INTEGER,
        title=Text("Pasos de cinco años", "Steps of five years"),
        description=Text("Cuántos quinquenios se proyectan.", "How many spans of five years are projected."),
        default=5,
        minimum=1,
        maximum=20,
    ),
    *paging.parameters(COLUMNS[:5]),
)

METHOD = Text(
    es=(
        "Un acuerdo conocido (un firmante, una contraparte y un instrumento) cuenta en el primer año que un"
        " registro da a su firma; los de año desconocido no entran en ningún año y se cuentan aparte"
        " (summary.undated). Lo acumulado suma desde el primero, aunque la lista empiece después. Una"
        " renovación es un registro cuya nota empieza con «Renovación», «Refrendo» o «Ratificación»; no"
        " aumenta los acuerdos. Ninguna fuente dice cuándo venció un acuerdo: los vencidos se cuentan en el"
        " año en que se firmaron, y de los demás casi siempre se ignora la vigencia. Los escenarios son"
        " aritmética y no pronóstico: la tendencia crece la tasa dada cada cinco años; los otros suman"
        " nada, o el doble de lo que suma la tendencia; se redondea al final. Con 1,350 y 20 % dan las"
        " cifras publicadas por Schiavon (SRE y KAS, 2025) para 2030 a 2050. Cada escenario parte de una"
        " sola cuenta: la del registro o la que se dé, nunca las dos."
    ),
    en=(
        "A known agreement (one signatory, one partner and one instrument) counts in the first year that a"
        " record gives to its signature; those of unknown year are in no year and are counted apart"
        " (summary.undated). What is cumulative adds up from the first, even if the list begins later. A"
        " renewal is a record whose note begins with “Renovación”, “Refrendo” or “Ratificación”; it adds no"
        " agreement. No source says when an agreement lapsed: those lapsed are counted in the year in which"
        " they were signed, and of the others it is mostly not known whether they are in force. The"
        " scenarios are arithmetic and no forecast: the trend grows by the given rate every five years; the"
        " others add nothing, or twice what the trend adds; rounding comes last. With 1,350 and 20 % they"
        " give the figures that Schiavon published (SRE and KAS, 2025) for 2030 to 2050. Each scenario"
        " starts from one count: that of the register or the one given, never both."
    ),
)

LEGEND = (
    LegendClass(Text("2020 o después", "2020 or later"), "#08457e", value="2020_or_later"),
    LegendClass(Text("2010 a 2019", "2010 to 2019"), "#4292c6", value="2010_2019"),
    LegendClass(Text("2000 a 2009", "2000 to 2009"), "#9ecae1", value="2000_2009"),
    LegendClass(Text("Antes de 2000", "Before 2000"), "#deebf7", value="before_2000"),
    LegendClass(Text("Solo sin fecha", "Only undated"), "#d9c7a3", value="undated"),
    LegendClass(Text("Ninguno conocido", "None known"), "#e8e4d9", value="none_known"),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
)


def _class(year: int) -> str:
    if year < 2000:
        return "before_2000"
    return "2000_2009" if year < 2010 else "2010_2019" if year < 2020 else "2020_or_later"


def _rows(agreements: Sequence[KnownAgreement], first: int, last: int) -> list[dict[str, Any]]:
    signed: dict[int, list[KnownAgreement]] = defaultdict(list)
    renewed: dict[int, int] = defaultdict(int)
    for agreement in agreements:
        if agreement.first_year is not None:
            signed[agreement.first_year].append(agreement)
        for year in agreement.renewal_years:
            if year is not None:
                renewed[year] += 1
    cumulative = sum(len(members) for year, members in signed.items() if year < first)
    rows = []
    for year in range(first, last + 1):
        members = signed.get(year, [])
        cumulative += len(members)
        rows.append(
            {
                "year": year,
                "signed_count": len(members),
                "cumulative_count": cumulative,
                "renewal_count": renewed.get(year, 0),
                "lapsed_count": sum(member.is_expired for member in members),
                **instrument_counts(members),
            }
        )
    return rows


def _scenarios(asked: Mapping[str, Any], base_count: int) -> list[dict[str, Any]]:
    return [
        {
            "scenario": word.value,
            "label_es": word.label.es,
            "label_en": word.label.en,
            "year": asked["base_year"] + STEP_YEARS * step,
            "agreement_count": projected(base_count, asked["rate_pct"], step, word.value),
        }
        for word in SCENARIO.words
        for step in range(asked["steps"] + 1)
    ]


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Each year of the span, those without any included; the scenarios are a series of their own.

    :raises BadParameter: for a span that ends before it begins.
    """
    ordered(asked, "from_year", "to_year")
    agreements = known_agreements(connection, asked)
    years = [agreement.first_year for agreement in agreements if agreement.first_year is not None]
    years += [year for agreement in agreements for year in agreement.renewal_years if year is not None]
    first = asked["from_year"] if asked["from_year"] is not None else min(years, default=None)
    last = asked["to_year"] if asked["to_year"] is not None else max(years, default=None)
    rows = [] if first is None or last is None else _rows(agreements, first, last)
    base_count = len(agreements) if asked["base_count"] is None else asked["base_count"]
    undated = sum(agreement.first_year is None for agreement in agreements)
    renewals = [year for agreement in agreements for year in agreement.renewal_years]
    return Answer(
        data=paging.page(rows, asked, "year"),
        number_matched=len(rows),
        summary={
            "agreements": len(agreements),
            **instrument_counts(agreements),
            "dated": len(agreements) - undated,
            "undated": undated,
            "undated_pct": concentration.percent(undated, len(agreements)),
            "renewals": len(renewals),
            "renewals_undated": renewals.count(None),
            "lapsed": sum(agreement.is_expired for agreement in agreements),
            "base_count": base_count,
            "base_is_given": asked["base_count"] is not None,
        },
        sources=provenance.of_layer(connection, "agreements"),
        run={"scenarios": "base + growth factor × base × ((1 + rate)^steps − 1)", "step_years": STEP_YEARS},
        caveats=(*caveats(agreements, asked), *([_RECENT] if rows else [])),
        series={"scenarios": _scenarios(asked, base_count)},
    )


_RECENT = Text(
    "Los últimos años están incompletos: lo firmado tarda en publicarse y en llegar al registro.",
    "The last years are incomplete: what is signed takes time to be published and to reach the register.",
)


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """States by the year of the last signature known of their governments and municipalities."""
    latest: dict[str, int | None] = {}
    for agreement in known_agreements(connection, asked):
        known = [year for year in (latest.get(agreement.cve_ent), agreement.first_year) if year is not None]
        latest[agreement.cve_ent] = max(known, default=None)
    states = LAYER_TABLES["states"].c
    wanted = select(states.cve_ent, states.research).order_by(states.cve_ent)
    if asked["state"]:
        wanted = wanted.where(states.cve_ent.in_(asked["state"]))

    def class_of(code: str, research: str) -> str:
        if code not in latest:
            return "not_researched" if research == "not_researched" else "none_known"
        year = latest[code]
        return "undated" if year is None else _class(year)

    rows = connection.execute(wanted)
    return by_class("states", LEGEND, ((code, class_of(code, research)) for code, research in rows))


QUESTION = Question(
    name="trend",
    title=Text("Los acuerdos en el tiempo", "Agreements in time"),
    description=Text(
        "Cuántos acuerdos se firmaron cada año, cuántos se renovaron o vencieron, y escenarios con una tasa"
        " dada.",
        "How many agreements were signed each year, how many were renewed or lapsed, and scenarios at a"
        " stated rate.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    charts=(
        Chart(
            ChartKind.TIME_LINE,
            Text("Firmados por año", "Signed each year"),
            "data",
            x="year",
            y="signed_count",
        ),
        Chart(
            ChartKind.TIME_LINE,
            Text("Acumulado", "Cumulative"),
            "data",
            x="year",
            y="cumulative_count",
        ),
        Chart(
            ChartKind.TIME_LINE,
            Text("Escenarios", "Scenarios"),
            "scenarios",
            x="year",
            y="agreement_count",
            group="label",
        ),
    ),
)
