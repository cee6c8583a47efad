"""How border clusters are found, in plain words, and what a reader must bear in mind of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.declarations import Text
from geo.questions import known_agreements, significance
from geo.questions.border_clusters.records import BorderRecords
from geo.questions.border_clusters.significance import BorderFindings
from geo.questions.known_agreements import KnownAgreement

METHOD = Text(
    es=(
        "La región se elige: municipios que tocan la línea; los que están a cierta distancia geodésica de"
        " ella (en el norte 100 km, como el Acuerdo de La Paz de 1983; en el sur ningún acuerdo fija una"
        " franja y se toma lo mismo para comparar); o todos los de los estados que la tocan. Cuentan los"
        " acuerdos conocidos de los municipios que pasan los filtros, no los de los estados. (a) Grupo"
        " contiguo: municipios de la región con al menos el mínimo de acuerdos que se tocan entre sí, aunque"
        " sea en una esquina (tolerancia de 1 m), directamente o por medio de otros del grupo; uno solo es"
        " un grupo de uno. (b) Grupo transfronterizo: a los contiguos se unen las contrapartes extranjeras"
        " con las que hay un acuerdo y que además están cerca, a no más de la distancia dada del contorno"
        " del municipio; estar cerca sin acuerdo no une, ni un acuerdo con alguien lejano. Una contraparte"
        " sin posición conocida no puede unirse, y se dice cuántas son. (c) Significancia: Moran local"
        " (Anselin, 1995), G y G* (Getis y Ord, 1992; Ord y Getis, 1995) o uniones locales (Anselin y Li,"
        " 2019) sobre acuerdos por cada 100,000 habitantes, con vecinos contiguos y permutación condicional"
        " con semilla. Donde vive poca gente un solo acuerdo dispara la tasa: con Bayes empírico, Moran usa"
        " la tasa estandarizada de Assunção y Reis (1999) y G la suavizada de Marshall (1991). Se compara"
        " con todo el país, salvo que se pida solo la región. Los municipios no investigados no entran: su"
        " cero no es un dato. Sin la población cargada no hay tasa; las cuentas solo la sustituyen si se"
        " piden. Corrección: tasa de falsos descubrimientos (Benjamini y Hochberg, 1995). Un grupo dice"
        " quiénes están juntos; solo la significancia dice si eso es más que azar."
    ),
    en=(
        "The region is chosen: municipalities that touch the line; those within a geodesic distance of it"
        " (in the north 100 km, as in the 1983 La Paz Agreement; in the south no agreement sets a strip, and"
        " the same is taken to compare); or all those of the states that touch it. Known agreements of the"
        " municipalities count that meet the filters, not those of the states. (a) Contiguous group:"
        " municipalities of the region with at least the least number of agreements that touch each other,"
        " be it in one corner (tolerance of 1 m), directly or by way of others of the group; one alone is a"
        " group of one. (b) Transborder group: foreign partners join the contiguous ones where there is an"
        " agreement and they are near as well, no farther than the given distance from the outline of the"
        " municipality; being near without an agreement does not join, nor does an agreement with someone"
        " far away. A partner without a known position cannot join, and how many these are is told. (c)"
        " Significance: local Moran (Anselin, 1995), G and G* (Getis and Ord, 1992; Ord and Getis, 1995) or"
        " local join counts (Anselin and Li, 2019) on agreements per 100,000 inhabitants, with contiguous"
        " neighbours and conditional permutation with a seed. Where few people live a single agreement makes"
        " the rate soar: with empirical Bayes, Moran takes the standardised rate of Assunção and Reis (1999)"
        " and G the smoothed one of Marshall (1991). The comparison is with the whole country unless the"
        " region alone is asked for. Municipalities that nobody researched are left out: their zero is no"
        " value. Without population loaded there is no rate; counts take its place only where they are asked"
        " for. Correction: false discovery rate (Benjamini and Hochberg, 1995). A group tells who stands"
        " together; only significance tells whether that is more than chance."
    ),
)


def caveats(
    found: BorderRecords, tested: BorderFindings, asked: Mapping[str, Any], signed: Sequence[KnownAgreement]
) -> list[Text]:
    """Mixed instruments, few records, what to load, and who may be missing from a group."""
    told = list(known_agreements.caveats(signed, asked))
    if tested.missing is not None:
        told += [
            tested.missing,
            Text(
                "Por eso no hay significancia: con «measure=count» se calcula sobre cuentas, y las uniones"
                " («statistic=join_count») no piden población.",
                "So there is no significance: “measure=count” computes it on counts, and join counts"
                " (“statistic=join_count”) need no population.",
            ),
        ]
    elif tested.tested is not None:
        told += significance.caveats(asked, tested.tested)
    unplaced = sum(partner.lonlat is None for partner in found.abroad.values())
    if unplaced:
        told.append(
            Text(
                f"{unplaced} contrapartes de la región no tienen posición: podrían estar cerca y no se unen.",
                f"{unplaced} partners of the region have no position: they may be near and do not join.",
            )
        )
    unlooked = sum(not place.is_researched for place in found.region)
    if unlooked:
        told.append(
            Text(
                f"{unlooked} municipios de la región no están investigados: podrían tender un puente entre"
                f" grupos.",
                f"{unlooked} municipalities of the region are not researched: they may bridge groups.",
            )
        )
    if not found.region:
        told.append(
            Text(
                "Ningún municipio queda en la región: amplíela, o estos límites no traen esa frontera.",
                "No municipality is in the region: widen it, or these boundaries lack that border.",
            )
        )
    return told
