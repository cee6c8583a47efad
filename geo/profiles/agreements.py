"""What a government has signed abroad, in time, and the networks that it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from geo.declarations import Text
from geo.items.lineage import agreements_with_inherited, parents
from geo.layers.agreements import LAYER
from geo.profiles.drawings import time_line
from geo.profiles.governments import Government, label, listed, place, word
from geo.profiles.records import Column, Fact, Row, Section, Table
from geo.questions.renewals import is_renewal
from geo.tables import LAYER_TABLES

NOT_RESEARCHED = Text(
    "No investigado: ninguna fuente cargada nombra acuerdos municipales de este estado, así que no se sabe si"
    " los hay.",
    "Not researched: no loaded source names municipal agreements of this state, so it is not known whether"
    " there are any.",
)
NONE_KNOWN = Text(
    "Ninguno conocido en las fuentes cargadas; no quiere decir que no los haya.",
    "None known in the loaded sources; that does not mean that there are none.",
)
_TIME = Text("Acuerdos por año de firma", "Agreements by year of signature")


def section(government: Government) -> Section:
    """The international agreements, latest first, and how many there are of each instrument."""
    agreements = LAYER_TABLES["agreements"].c
    records = government.rows(
        "agreements", government.signs("agreements"), agreements.scope == "international", order="signed_year"
    )
    records.sort(key=lambda row: (-(row["signed_year"] or 0), row["partner_name"], row["id"]))
    kinds = Counter((row["partner_id"], row["instrument"]) for row in records)
    by_instrument = Counter(instrument for _, instrument in kinds)
    facts = [
        Fact(
            title=Text("Acuerdos internacionales conocidos", "Known international agreements"),
            value=len(kinds),
            note=Text("Distintos por contraparte e instrumento.", "Distinct by partner and instrument."),
        ),
        *(
            Fact(title=label("agreements", "instrument", name) or Text(name, name), value=count)
            for name, count in sorted(by_instrument.items(), key=lambda each: (-each[1], each[0]))
        ),
        Fact(
            title=Text("Países", "Countries"),
            value=len({row["partner_country"] for row in records if row["partner_country"]}),
        ),
    ]
    years = [row["signed_year"] for row in records if row["signed_year"] and not is_renewal(row["note"])]
    return Section(
        "agreements",
        Text("Acuerdos internacionales", "International agreements"),
        facts=tuple(facts) if records else (),
        tables=(_table(government, records),),
        notes=tuple(_notes(government, records)),
        drawing=time_line(years, _last_year(government), _TIME),
        drawing_title=_TIME,
    )


def _table(government: Government, records: list[Mapping[str, Any]]) -> Table:
    is_researched = government.row["research"] != "not_researched"
    return Table(
        Text("Acuerdos, del más reciente al más antiguo", "Agreements, latest first"),
        (
            Column("year", Text("Año", "Year"), is_year=True),
            Column("partner", Text("Contraparte", "Partner")),
            Column("instrument", Text("Instrumento", "Instrument")),
            Column("themes", Text("Temas", "Themes")),
            Column("status", Text("Vigencia", "Validity")),
        ),
        tuple(
            Row(
                {
                    "year": row["signed_year"],
                    "partner": place(row["partner_name"], row["partner_admin1"], row["partner_country"]),
                    "instrument": label("agreements", "instrument", row["instrument"]),
                    "themes": listed([_theme(each) for each in row["themes"] or ()]),
                    "status": label("agreements", "status", row["status"]),
                },
                (row["source_id"],),
            )
            for row in records
        ),
        NONE_KNOWN if is_researched else NOT_RESEARCHED,
        printed_rows=12,
    )


def _last_year(government: Government) -> int:
    """The year in which the register was last looked at: where the axis of time ends."""
    latest = government.connection.execute(
        select(func.max(LAYER_TABLES["agreements"].c.retrieved))
    ).scalar_one()
    return int(str(latest)[:4])


def _theme(value: str) -> Text:
    return word(LAYER.field("themes").vocabulary, value) or Text(value, value)


def _notes(government: Government, records: list[Mapping[str, Any]]) -> list[Text]:
    notes = []
    undated = sum(row["signed_year"] is None for row in records)
    if undated:
        notes.append(
            Text(
                f"De {undated} de {len(records)} registros no se conoce el año de firma.",
                f"Of {undated} of {len(records)} records the year of signature is not known.",
            )
        )
    if government.is_state:
        return notes
    former = government.connection.execute(parents(government.key)).first()
    if former is None:
        return notes
    records_before = government.connection.execute(agreements_with_inherited(government.key)).all()
    # Of several that it was part of, that with most of its ground.
    inherited = [row for row in records_before if row.cvegeo == former.parent_cvegeo]
    if inherited:
        towns = LAYER_TABLES["municipalities"]
        names = government.rows("municipalities", towns.c.cvegeo == former.parent_cvegeo, order="cvegeo")
        name = names[0]["name"] if names else former.parent_cvegeo
        notes.append(
            Text(
                f"Fue parte de {name} hasta entre {former.before_year} y {former.after_year}; ese"
                f" municipio tiene acuerdos de antes de la separación, o quizá de antes: {len(inherited)}.",
                f"It was part of {name} until between {former.before_year} and {former.after_year}; that"
                f" municipality has agreements from before the split, or perhaps before: {len(inherited)}.",
            )
        )
    return notes


def networks(government: Government) -> Section:
    """The networks and associations of local governments that it belongs to."""
    named = {row["id"]: Text(row["name_es"], row["name_en"]) for row in government.rows("networks")}
    members = government.rows("memberships", government.signs("memberships"), order="network_id")
    return Section(
        "networks",
        Text("Redes", "Networks"),
        tables=(
            Table(
                Text("Membresías", "Memberships"),
                (
                    Column("network", Text("Red", "Network")),
                    Column("since", Text("Desde", "Since"), is_year=True),
                    Column("status", Text("Situación", "Status")),
                ),
                tuple(
                    Row(
                        {
                            "network": named[row["network_id"]],
                            "since": row["since_year"],
                            "status": label("memberships", "status", row["status"]),
                        },
                        (row["source_id"],),
                    )
                    for row in members
                ),
                Text("Ninguna conocida.", "None known."),
                printed_rows=6,
            ),
        ),
    )
