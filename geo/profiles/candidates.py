"""Who could be a partner: the first of the ranking of `partner-candidates`, with the reasons."""

from __future__ import annotations

from geo.declarations import Text
from geo.profiles.governments import Government, place
from geo.profiles.records import Column, Row, Section, Table
from geo.questions import partner_candidates

COUNT = 5


def section(government: Government) -> Section:
    """The first candidates at the weights that the question has by default."""
    question = partner_candidates.QUESTION
    asked = question.understood({"government": [government.key], "limit": [str(COUNT)]})
    found = question.answer(government.connection, asked)
    address = f"/questions/{question.name}?government={government.key}"
    return Section(
        "candidates",
        Text("Posibles contrapartes", "Possible partners"),
        tables=(
            Table(
                Text("Las cinco primeras y por qué", "The first five, and why"),
                (
                    Column("partner", Text("Contraparte", "Partner")),
                    Column("score", Text("Puntos", "Score")),
                    Column("reasons", Text("Razones", "Reasons")),
                ),
                tuple(
                    Row(
                        {
                            "partner": place(row["name"], row["admin1"], row["country"]),
                            "score": round(row["score"], 2),
                            "reasons": Text(row["reasons_es"], row["reasons_en"]),
                        }
                    )
                    for row in found.data
                ),
                Text("Ninguna con los datos de esta versión.", "None with the data of this release."),
            ),
        ),
        notes=(
            Text(
                f"De {found.number_matched} candidatas; {address} da todas, con los registros de cada razón.",
                f"Of {found.number_matched} candidates; {address} gives all, with their records.",
            ),
        ),
    )
