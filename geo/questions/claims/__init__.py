"""Published figures side by side, beside what the records give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import LegendClass, Text, Word
from geo.layers import layer_named
from geo.layers.claims import CLAIM_MEASURE
from geo.questions import columns, paging, provenance, territory
from geo.questions.claims import records as claim_records
from geo.questions.claims.consistency import FOLLOWS, check
from geo.questions.claims.records import NATION
from geo.questions.claims.verdicts import VERDICT, compared, place_of
from geo.questions.question import Answer, Painting, Parameter, ParameterType, Question
from geo.tables import LAYER_TABLES

_CLAIMS = layer_named("claims")
_OF_THE_LAYER = (
    "source_id",
    "source_title",
    "source_url",
    "source_locator",
    "source_date",
    "confidence",
    "note",
)

COLUMNS = (
    _CLAIMS.field("id"),
    _CLAIMS.field("measure"),
    _CLAIMS.field("cve_ent"),
    columns.text("cvegeo", "Municipio del que habla", "Municipality that it speaks of"),
    columns.text("territory", "Territorio", "Territory"),
    _CLAIMS.field("value"),
    _CLAIMS.field("unit"),
    _CLAIMS.field("as_of"),
    columns.real("record_minimum", "Mínimo según los registros", "Least by the records"),
    columns.real("record_maximum", "Máximo según los registros", "Most by the records"),
    columns.real("difference", "Diferencia con los registros", "Difference from the records"),
    columns.text("verdict", "Frente a los registros", "Against the records", VERDICT),
    columns.text("basis_es", "Qué se contó, en español", "What was counted, in Spanish"),
    columns.text("basis_en", "Qué se contó, en inglés", "What was counted, in English"),
    columns.text("why_es", "Por qué pueden diferir, en español", "Why they may differ, in Spanish"),
    columns.text("why_en", "Por qué pueden diferir, en inglés", "Why they may differ, in English"),
    columns.text("follows", "Se sigue de sus cuentas", "Follows from its counts", FOLLOWS),
    columns.real("recomputed", "Recalculado de sus propias cuentas", "Recomputed from its own counts"),
    columns.text("arithmetic", "Cómo se recalculó", "How it was recomputed"),
    columns.count("rival_count", "Otras cifras de lo mismo", "Other figures of the same"),
    *(_CLAIMS.field(name) for name in _OF_THE_LAYER),
)

PARAMETERS = (
    Parameter(
        name="territory",
        type=ParameterType.CHOICE,
        title=Text("Territorio", "Territory"),
        description=Text(
            "Si se dan las cifras de todo el país, las de los estados o ambas.",
            "Whether the figures of the whole country are given, those of states, or both.",
        ),
        default="any",
        choices=(
            Word("any", Text("Ambos", "Both")),
            Word("nation", Text("El país", "The country")),
            Word("state", Text("Los estados", "The states")),
        ),
    ),
    territory.STATE,
    Parameter(
        name="measure",
        type=ParameterType.CHOICE,
        title=Text("Medida", "Measure"),
        description=Text("Solo cifras de estas medidas.", "Only figures of these measures."),
        is_multiple=True,
        choices=CLAIM_MEASURE.words,
    ),
    Parameter(
        name="verdict",
        type=ParameterType.CHOICE,
        title=Text("Frente a los registros", "Against the records"),
        description=Text(
            "Solo cifras que así quedan frente a los registros.",
            "Only figures that stand so against the records.",
        ),
        is_multiple=True,
        choices=VERDICT.words,
    ),
    Parameter(
        name="follows",
        type=ParameterType.CHOICE,
        title=Text("Se sigue de sus cuentas", "Follows from its counts"),
        description=Text(
            "Solo cifras que se siguen, o no, de las que su misma fuente publica.",
            "Only figures that follow, or do not, from those that the same source publishes.",
        ),
        is_multiple=True,
        choices=FOLLOWS.words,
    ),
    *paging.parameters(COLUMNS, {"id", "cve_ent", "value", "difference"}),
)

METHOD = Text(
    es=(
        "Cada cifra publicada queda como se publicó, con su fuente, y nunca entra en una cuenta del Atlas."
        " A su lado está lo que los registros dan de lo mismo, en el mismo territorio y hasta la misma"
        " fecha: del mínimo que sostienen al máximo que permiten, porque de muchos no se conoce el año, el"
        " instrumento exacto o si la oficina sigue abierta. La diferencia es la cifra menos el extremo más"
        " cercano, y cero entre ambos; una cifra «al menos» queda dentro si el máximo la alcanza. La"
        " columna «basis» dice qué se contó y «why» por qué pueden diferir; donde ningún registro cuenta lo"
        " mismo no se compara. Aparte se comprueba la aritmética de las fuentes: un porcentaje contra la"
        " cuenta y el total que la misma fuente da con la misma fecha, a dos decimales; un cambio contra"
        " las dos cifras que une, con el margen de su redondeo; una proyección contra su tasa y su punto de"
        " partida. Las que no se siguen se marcan y no se corrigen. «rival_count» dice cuántas otras cifras"
        " hay de la misma medida, unidad y territorio."
    ),
    en=(
        "Each published figure stays as published, with its source, and never enters a count of the Atlas."
        " Beside it stands what the records give of the same, in the same territory and up to the same"
        " date: from the least that they bear out to the most that they allow, because of many the year,"
        " the exact instrument or whether the office is still open is not known. The difference is the"
        " figure less the nearer end, and zero between the two; a figure of “at least” is within if the"
        " most reaches it. The column “basis” says what was counted and “why” why the two may differ; where"
        " no record counts the same thing nothing is compared. Apart from that the arithmetic of the"
        " sources is checked: a percentage against the count and the total that the same source gives for"
        " the same date, to two decimals; a change against the two figures that it is between, with the"
        " margin of their rounding; a projection against its rate and its starting point. Those that do not"
        " follow are marked and not corrected. “rival_count” says how many other figures there are of the"
        " same measure, unit and territory."
    ),
)

LEGEND = (
    LegendClass(VERDICT.words[0].label, "#7fbf7b", value="within"),
    LegendClass(VERDICT.words[1].label, "#af8dc3", value="above"),
    LegendClass(VERDICT.words[2].label, "#f1a340", value="below"),
    LegendClass(
        Text("Cifras que quedan de varias maneras", "Figures that stand in several ways"),
        "#6f6f6f",
        value="mixed",
    ),
    LegendClass(VERDICT.words[3].label, "#d9d4c7", value="not_compared"),
    LegendClass(Text("Sin cifras publicadas", "No published figures"), "#f4f1ea", value="none_published"),
)


def _is_of_territory(cve_ent: str, asked: Mapping[str, Any]) -> bool:
    if asked["state"] and cve_ent not in asked["state"]:
        return False
    return asked["territory"] in {"any", "nation" if cve_ent == NATION else "state"}


def _rows(connection: Connection, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    table, states = LAYER_TABLES["claims"], LAYER_TABLES["states"].c
    claims = connection.execute(select(table).order_by(table.c.id)).all()
    published = {claim.id: claim for claim in claims}
    names = {row.cve_ent: row.name for row in connection.execute(select(states.cve_ent, states.name))}
    records = claim_records.read(connection)
    same = Counter((claim.measure, claim.unit, place_of(claim.cve_ent, claim.note)) for claim in claims)
    rows = []
    for claim in claims:
        if not _is_of_territory(claim.cve_ent, asked):
            continue
        if asked["measure"] and claim.measure not in asked["measure"]:
            continue
        place = place_of(claim.cve_ent, claim.note)
        checked = check(claim, published)
        values = {
            **{name: getattr(claim, name) for name in ("id", "measure", "cve_ent", "value", "unit", "as_of")},
            "cvegeo": place.cvegeo,
            "territory": "México" if claim.cve_ent == NATION else names.get(claim.cve_ent),
            **compared(records, claim, place),
            "follows": checked.follows,
            "recomputed": checked.recomputed,
            "arithmetic": checked.arithmetic,
            # Figures of the measure “other” are of as many things as there are figures.
            "rival_count": None if claim.measure == "other" else same[claim.measure, claim.unit, place] - 1,
            **{name: getattr(claim, name) for name in _OF_THE_LAYER},
        }
        if all(not asked[name] or values[name] in asked[name] for name in ("verdict", "follows")):
            rows.append({column.name: values[column.name] for column in COLUMNS})
    return rows


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Published figures with what the records give; the summary counts how they stand."""
    rows = _rows(connection, asked)
    verdicts, follows = (Counter(row[name] for row in rows) for name in ("verdict", "follows"))
    return Answer(
        data=paging.page(rows, asked, "id"),
        number_matched=len(rows),
        summary={
            "claims": len(rows),
            **{word: verdicts[word] for word in VERDICT.values},
            **{f"follows_{word}": follows[word] for word in FOLLOWS.values},
        },
        sources=provenance.of_layer(connection, "claims"),
        caveats=(_CAVEAT,),
    )


_CAVEAT = Text(
    "Los registros no son el registro oficial de la SRE: una cifra publicada mayor no es por eso falsa, ni"
    " una menor desmentida.",
    "The records are not the official register of the SRE: a greater published figure is not false for"
    " that, nor a smaller one refuted.",
)


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """States by how their published figures stand against the records."""
    verdicts: dict[str, set[str]] = {}
    for row in _rows(connection, asked):
        verdicts.setdefault(row["cve_ent"], set()).add(row["verdict"])
    classes: dict[str, list[str]] = {str(entry.value): [] for entry in LEGEND}
    states = LAYER_TABLES["states"].c
    for code in connection.execute(select(states.cve_ent).order_by(states.cve_ent)).scalars():
        if asked["state"] and code not in asked["state"]:
            continue
        found = verdicts.get(code, set())
        compared = found - {"not_compared"}
        if len(compared) > 1:
            classes["mixed"].append(code)
        else:
            classes[next(iter(compared or found), "none_published")].append(code)
    return Painting("states", classes, LEGEND)


QUESTION = Question(
    name="claims",
    title=Text("Cifras publicadas y lo que dan los registros", "Published figures and what the records give"),
    description=Text(
        "Las cifras que se han publicado, lado a lado, con lo que dan los registros, la diferencia y por"
        " qué puede haberla; y los porcentajes que no se siguen de sus propias cuentas.",
        "The figures that have been published, side by side, with what the records give, the difference and"
        " why there may be one; and the percentages that do not follow from their own counts.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
)
