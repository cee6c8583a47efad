"""How agreements are shared out: counts and shares by group, and how unequal they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import LegendClass, Text
from geo.questions import agreement_filters, columns, paging, provenance, territory
from geo.questions.groupings import GROUPINGS, UNKNOWN, Grouping, is_group, labels
from geo.questions.known_agreements import KnownAgreement, caveats, instrument_counts, known_agreements
from geo.questions.paintings import by_class
from geo.questions.question import (
    Answer,
    BadParameter,
    Chart,
    ChartKind,
    FeatureKey,
    Painting,
    Parameter,
    ParameterType,
    Question,
)
from geo.questions.signatories import SIGNATORY
from geo.statistics import concentration
from geo.tables import LAYER_TABLES

COLUMNS = (
    columns.text("group", "Grupo", "Group"),
    *columns.label(),
    columns.count("agreement_count", "Acuerdos conocidos", "Known agreements"),
    columns.real("share_pct", "Parte de los acuerdos", "Share of the agreements", "%"),
    columns.count("rank", "Lugar", "Rank"),
    *columns.INSTRUMENT_COUNTS,
    columns.text("research", "Qué se sabe", "What is known"),
)

PARAMETERS = (
    Parameter(
        name="by",
        type=ParameterType.CHOICE,
        title=Text("Contar por", "Count by"),
        description=Text(
            "Los grupos en que se reparten los acuerdos.", "The groups among which the agreements are shared."
        ),
        default="state",
        choices=tuple(grouping.word for grouping in GROUPINGS.values()),
    ),
    Parameter(
        name="group",
        type=ParameterType.TEXT,
        title=Text("Grupo en el mapa", "Group on the map"),
        description=Text(
            "El mapa cuenta solo los acuerdos de este grupo: la clave que da la columna «group», como US si"
            " se cuenta por país. La lista no cambia.",
            "The map counts only the agreements of this group: the code that the column “group” gives, such"
            " as US when counting by country. The list does not change.",
        ),
        pattern="[A-Za-z0-9_]{1,40}",
    ),
    Parameter(
        name="top_k",
        type=ParameterType.INTEGER,
        title=Text("Cuántos de los primeros", "How many of the first"),
        description=Text(
            "Se da la parte que reúnen estos grupos, los que más tienen.",
            "The share that these groups have together, those with most, is given.",
        ),
        default=10,
        minimum=1,
        maximum=3000,
    ),
    territory.STATE,
    SIGNATORY,
    *agreement_filters.PARAMETERS,
    *paging.parameters(COLUMNS[:5], default="-agreement_count"),
)

METHOD = Text(
    es=(
        "Se cuentan acuerdos conocidos: un firmante, una contraparte y un instrumento, aunque varios"
        " registros hablen de ellos; su año es el primero que da un registro. Cada porcentaje es la cuenta"
        " de su renglón entre todos los acuerdos contados (summary.agreements). Un acuerdo con varios temas"
        " cuenta en cada uno, de modo que por tema las partes suman más de cien. Lo que no se sabe (sin"
        " año, sin tema, sin país) es un renglón aparte: entra en el total y no es un grupo. Por estado o"
        " municipio se sabe quién no tiene ninguno y cuenta como cero, salvo donde nadie investigó; en lo"
        " demás solo cuentan grupos con alguno. Por municipio no cuentan los acuerdos de gobiernos de los"
        " estados. El coeficiente de Gini va de 0 (todos igual) a (n−1)/n (uno tiene todo) y no se corrige"
        " por n; se da también solo entre los que tienen alguno. El índice de Herfindahl–Hirschman suma los"
        " cuadrados de las partes, de 1/n a 1. Los cortes de 1994 y 2000 son los de la literatura"
        " (Schiavon, en SRE y KAS, 2025). Las regiones del mundo siguen los continentes de GeoNames y las"
        " de México las de los reportes regionales del Banco de México. Gini (1912), Lorenz (1905),"
        " Hirschman (1964)."
    ),
    en=(
        "Known agreements are counted: one signatory, one partner and one instrument, even if several"
        " records speak of them; their year is the first that a record gives. Each percentage is the count"
        " of its row over all agreements counted (summary.agreements). An agreement with several themes"
        " counts in each, so that by theme the shares add up to more than a hundred. What is not known (no"
        " year, theme or country) is a row of its own: part of the total, and no group. By state or"
        " municipality it is known who has none, which counts as zero, but for where nobody researched; of"
        " anything else only groups with some count. By municipality the agreements of state governments do"
        " not count. The Gini coefficient goes from 0 (all the same) to (n−1)/n (one has everything) and is"
        " not corrected for n; it is given among those with some, too. The Herfindahl–Hirschman index adds"
        " up the squared shares, from 1/n to 1. The cuts at 1994 and 2000 are those of the literature"
        " (Schiavon, in SRE and KAS, 2025). Regions of the world follow the continents of GeoNames, those"
        " of Mexico the regional reports of Banco de México. Gini (1912), Lorenz (1905), Hirschman (1964)."
    ),
)

LEGEND = (
    LegendClass(Text("Ninguno conocido", "None known"), "#e8e4d9", value="none_known"),
    LegendClass(Text("1", "1"), "#c6dbef", value="1"),
    LegendClass(Text("2 a 4", "2 to 4"), "#9ecae1", value="2_4"),
    LegendClass(Text("5 a 19", "5 to 19"), "#4292c6", value="5_19"),
    LegendClass(Text("20 o más", "20 or more"), "#08457e", value="20_or_more"),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
)


def _class(count: int, is_researched: bool) -> str:
    if count == 0:
        return "none_known" if is_researched else "not_researched"
    return "1" if count == 1 else "2_4" if count < 5 else "5_19" if count < 20 else "20_or_more"


def _grouped(agreements: Sequence[KnownAgreement], grouping: Grouping) -> dict[str, list[KnownAgreement]]:
    """The agreements of each group; those of no known group under ``unknown``."""
    groups: dict[str, list[KnownAgreement]] = defaultdict(list)
    for agreement in agreements:
        for group in tuple(grouping.groups_of(agreement)) or (UNKNOWN,):
            groups[group].append(agreement)
    return groups


def _researched(connection: Connection, layer_id: str, asked: Mapping[str, Any]) -> dict[str, bool]:
    """Of each feature within the states asked for, whether anyone looked for agreements there."""
    table = LAYER_TABLES[layer_id].c
    key = table.cve_ent if layer_id == "states" else table.cvegeo
    wanted = select(key, table.research)
    if asked["state"]:
        wanted = wanted.where(table.cve_ent.in_(asked["state"]))
    return {code: research != "not_researched" for code, research in connection.execute(wanted)}


def _group_asked(connection: Connection, asked: Mapping[str, Any]) -> str | None:
    """The group that the map shows.

    :raises BadParameter: when the way of counting cannot have such a group.
    """
    group: str | None = asked["group"]
    grouping = GROUPINGS[asked["by"]]
    if group is not None and not is_group(connection, grouping, group):
        reason = Text("no es uno de los grupos", "is none of the groups")
        raise BadParameter("group", group, reason, grouping.vocabulary.values if grouping.vocabulary else ())
    return group


def _counted(connection: Connection, asked: Mapping[str, Any]) -> list[KnownAgreement]:
    agreements = known_agreements(connection, asked)
    if asked["by"] == "municipality":
        return [agreement for agreement in agreements if agreement.cvegeo is not None]
    return agreements


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """The groups with their counts and shares; the summary says how unequal they are."""
    _group_asked(connection, asked)
    grouping = GROUPINGS[asked["by"]]
    agreements = _counted(connection, asked)
    groups = _grouped(agreements, grouping)
    researched = _researched(connection, grouping.layer_id, asked) if grouping.layer_id else {}
    names = labels(connection, grouping, groups)
    counts = {group: len(groups[group]) for group in groups if group != UNKNOWN}
    if grouping.layer_id == "states":
        # The 32 states are few enough to be listed whole; of 2,465 municipalities only those that have some.
        groups = {**{code: [] for code in researched}, **groups}
    rows = [
        _row(group, names[group], members, agreements, counts, researched)
        for group, members in groups.items()
    ]
    silent = [code for code in researched if code not in counts and researched[code]]
    numbers = [*counts.values(), *(0 for _ in silent)]
    top = concentration.top_count(numbers, asked["top_k"])
    return Answer(
        data=paging.page(rows, asked, "group"),
        number_matched=len(rows),
        summary={
            "agreements": len(agreements),
            "records": sum(agreement.record_count for agreement in agreements),
            **instrument_counts(agreements),
            "unknown_count": len(groups.get(UNKNOWN, ())),
            "groups_with_agreements": len(counts),
            "groups_compared": len(numbers),
            "gini": _rounded(concentration.gini(numbers)),
            "gini_of_those_with_agreements": _rounded(concentration.gini(list(counts.values()))),
            "herfindahl": _rounded(concentration.herfindahl(numbers)),
            "top_k": asked["top_k"],
            "top_k_count": top,
            "top_k_share_pct": concentration.percent(top, sum(numbers)),
        },
        sources=provenance.of_layer(connection, "agreements"),
        run={"gini": "half relative mean absolute difference, uncorrected", "herfindahl": "0 to 1"},
        caveats=caveats(agreements, asked),
        series={"lorenz": _lorenz(numbers)},
        feature_key=_feature_key(grouping),
    )


def _feature_key(grouping: Grouping) -> FeatureKey | None:
    return FeatureKey(grouping.layer_id, "group") if grouping.layer_id else None


def _row(
    group: str,
    name: Text,
    members: Sequence[KnownAgreement],
    agreements: Sequence[KnownAgreement],
    counts: Mapping[str, int],
    researched: Mapping[str, bool],
) -> dict[str, Any]:
    is_silent = not members and not researched.get(group, True)
    return {
        "group": group,
        "label_es": name.es,
        "label_en": name.en,
        "agreement_count": None if is_silent else len(members),
        "share_pct": None if is_silent else concentration.percent(len(members), len(agreements)),
        "rank": None if group not in counts else 1 + sum(other > counts[group] for other in counts.values()),
        **instrument_counts(members),
        "research": "not_researched" if is_silent else "none_known" if not members else "known",
    }


def _lorenz(numbers: Sequence[int]) -> list[dict[str, float]]:
    return [
        {"group_share_pct": round(100 * groups, 4), "agreement_share_pct": round(100 * agreements, 4)}
        for groups, agreements in concentration.lorenz(numbers)
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """States, or signing municipalities, by their agreements: of all groups, or of the one asked for."""
    group = _group_asked(connection, asked)
    layer_id = "municipalities" if asked["by"] == "municipality" else "states"
    agreements = _counted(connection, asked)
    if group is not None:
        agreements = _grouped(agreements, GROUPINGS[asked["by"]]).get(group, [])
    signed = Counter(each.cvegeo if layer_id == "municipalities" else each.cve_ent for each in agreements)
    researched = sorted(_researched(connection, layer_id, asked).items())
    return by_class(layer_id, LEGEND, ((code, _class(signed[code], looked)) for code, looked in researched))


QUESTION = Question(
    name="concentration",
    title=Text("Concentración de los acuerdos", "Concentration of agreements"),
    description=Text(
        "Cuántos acuerdos hay por estado, país, región, tema, contraparte, instrumento o época, y qué tan"
        " concentrados están.",
        "How many agreements there are by state, country, region, theme, partner, instrument or time, and how"
        " concentrated they are.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    charts=(
        Chart(
            ChartKind.RANKING,
            Text("Acuerdos conocidos por grupo", "Known agreements by group"),
            "data",
            x="label",
            y="agreement_count",
            label="label",
        ),
        Chart(
            ChartKind.LORENZ,
            Text("Curva de Lorenz", "Lorenz curve"),
            "lorenz",
            x="group_share_pct",
            y="agreement_share_pct",
        ),
    ),
)
