"""How a government stands beside its state and the country, by counts of the same records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true

from geo.declarations import Text
from geo.profiles.governments import Government
from geo.profiles.records import Column, Row, Section, Table, Value
from geo.questions import activity_index
from geo.tables import LAYER_TABLES

_INDEX = Text("Índice de actividad, de 0 a 3", "Index of activity, 0 to 3")


def section(government: Government) -> Section:
    """Agreements and activity here, in the state and in the country; a state beside the other states."""
    rows = _of_state(government) if government.is_state else _of_municipality(government)
    middle = (
        Column("peers", Text("Media de los estados", "Mean of the states"))
        if government.is_state
        else Column("state", Text("Su estado", "Its state"))
    )
    table = Table(
        Text("Comparación", "Comparison"),
        (
            Column("measure", Text("Medida", "Measure")),
            Column("own", Text("Aquí", "Here")),
            middle,
            *(() if government.is_state else (Column("country", Text("El país", "The country")),)),
        ),
        tuple(Row(each) for each in rows),
        Text("Sin datos.", "No data."),
        printed_rows=10,
    )
    notes = (
        Text(
            "Calculado con los registros de estos datos; /questions/activity-index/method explica el índice.",
            "Computed from the records of this release; /questions/activity-index/method explains the index.",
        ),
    )
    return Section(
        "standing",
        Text("Frente al estado y al país", "Beside the state and the country"),
        tables=(table,),
        notes=notes,
    )


def _of_municipality(government: Government) -> list[dict[str, Value]]:
    towns = LAYER_TABLES["municipalities"].c
    here = _counts(government, towns.cve_ent == government.cve_ent)
    country = _counts(government, true())
    index = _indices(government, "municipal")
    state = [value for key, value in index.items() if key.startswith(government.cve_ent)]
    return [
        {
            "measure": Text("Acuerdos internacionales conocidos", "Known international agreements"),
            "own": _known_count(government),
            "state": _mean(here),
            "country": _mean(country),
        },
        {
            "measure": Text(
                "Municipios con algún acuerdo conocido", "Municipalities with any known agreement"
            ),
            "own": None,
            "state": _share(here),
            "country": _share(country),
        },
        {
            "measure": _INDEX,
            "own": index[government.key],
            "state": round(sum(state) / len(state), 2),
            "country": round(sum(index.values()) / len(index), 2),
        },
    ]


def _of_state(government: Government) -> list[dict[str, Value]]:
    towns, states = LAYER_TABLES["municipalities"].c, LAYER_TABLES["states"].c
    here = _counts(government, towns.cve_ent == government.key)
    country = _counts(government, true())
    index = _indices(government, "state")
    mean = government.connection.execute(select(func.avg(states.agreement_count))).scalar_one()
    return [
        {
            "measure": Text(
                "Acuerdos internacionales conocidos del gobierno del estado",
                "Known international agreements of the state government",
            ),
            "own": government.row["agreement_count"],
            "peers": round(float(mean), 1),
        },
        {
            "measure": Text(
                "Municipios con algún acuerdo conocido", "Municipalities with any known agreement"
            ),
            "own": _share(here),
            "peers": _share(country),
        },
        {
            "measure": Text("Acuerdos conocidos por municipio", "Known agreements per municipality"),
            "own": _mean(here),
            "peers": _mean(country),
        },
        {
            "measure": _INDEX,
            "own": index[government.key],
            "peers": round(sum(index.values()) / len(index), 2),
        },
    ]


def _counts(government: Government, mine: ColumnElement[bool]) -> Any:
    towns = LAYER_TABLES["municipalities"].c
    return government.connection.execute(
        select(
            func.count().label("all"),
            func.sum(case((towns.agreement_count > 0, 1), else_=0)).label("some"),
            func.sum(towns.agreement_count).label("agreements"),
        ).where(mine)
    ).one()


def _known_count(government: Government) -> int | None:
    """Its known agreements; None where it has none and nobody looked."""
    count = int(government.row["agreement_count"])
    return None if count == 0 and government.row["research"] == "not_researched" else count


def _mean(counts: Any) -> float:
    return round(int(counts.agreements) / int(counts.all), 2)


def _share(counts: Any) -> Text:
    percent = 100 * int(counts.some) / int(counts.all)
    # Where there is one of hundreds, none would be wrong.
    shown = f"{percent:.0f} %" if percent >= 1 or not counts.some else f"{percent:.1f} %"
    return Text(f"{counts.some} de {counts.all} ({shown})", f"{counts.some} of {counts.all} ({shown})")


def _indices(government: Government, level: str) -> dict[str, float]:
    question = activity_index.QUESTION
    asked = question.understood({"level": [level], "limit": ["3000"]})
    return {row["code"]: row["activity_index"] for row in question.answer(government.connection, asked).data}
